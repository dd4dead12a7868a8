package io.docket.eventstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.jackson.JsonFormat;
import io.docket.OwnTokens;
import io.docket.RunningDocket;
import io.docket.eventstream.log.EventFilter;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.EventSubscriber;
import io.docket.platform.testing.http.EventSubscriber.Received;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The stream of all events over HTTP. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EventStreamIntegrationTest extends RunningDocket {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String COMPLAINT = "docket.case.complaint-registered.v1";
    private static final String ACTIVATED = "docket.case.case-activated.v1";

    @Autowired
    private Environment environment;

    /** Begins with the first test, so that it has been quiet for long when the last one comes. */
    private static @Nullable EventSubscriber quiet;

    private final List<EventSubscriber> open = new ArrayList<>();
    private long before;
    private String id = "";

    @BeforeEach
    void somebodyWhomNothingConcerns() {
        if (quiet == null) {
            quiet = EventSubscriber.open(anonymous().server(), anonymous().tokenOf("analyst"), "?subject=WI0000000404");
        }
    }

    @AfterAll
    static void hangUpTheQuietOne() {
        requireNonNull(quiet).close();
        quiet = null;
    }

    @BeforeEach
    void aCaseThatIsWorkedOn() {
        before = head();
        id = registerComplaint();
        as("bank-agent").put("/v1/case/cases/" + id, "{\"state\":\"Active\"}").expect(200);
    }

    @AfterEach
    void hangUp() {
        open.forEach(EventSubscriber::close);
    }

    private String registerComplaint() {
        String caseId = newCaseId();
        as("bank-agent")
                .post(
                        "/v1/case/complaints",
                        "{\"case-id\":\"" + caseId + "\",\"customer-id\":\"" + newCustomer()
                                + "\",\"customer-name\":\"Milica Petrovic\",\"details\":\"Charged\\ntwice: \\u0161.\"}")
                .expect(201);
        return caseId;
    }

    private EventSubscriber subscribe(String client, String query) {
        return keep(EventSubscriber.open(anonymous().server(), anonymous().tokenOf(client), query));
    }

    private EventSubscriber keep(EventSubscriber subscriber) {
        open.add(subscriber);
        return subscriber;
    }

    private static List<Received> awaitAtLeast(int count, EventSubscriber subscriber) {
        await().atMost(PATIENCE).until(() -> subscriber.received().size() >= count);
        return subscriber.received();
    }

    private List<JsonNode> lines(String client, String query) {
        Answer answer = as(client)
                .request("GET", "/events" + query)
                .header("Accept", "application/x-ndjson")
                .send()
                .expect(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        return answer.text()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    private static List<Long> positions(List<JsonNode> events) {
        return events.stream()
                .map(event -> Long.valueOf(event.get("position").asString()))
                .toList();
    }

    private static List<String> texts(List<JsonNode> events, String attribute) {
        return events.stream().map(event -> event.get(attribute).asString()).toList();
    }

    @Test
    void eventsAreCloudEventsWithPersonalDataMasked() {
        EventSubscriber subscriber = subscribe("analyst", "?after=" + before);

        assertThat(subscriber.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(subscriber.headers().firstValue("Cache-Control")).hasValue("no-store");
        Received registered = awaitAtLeast(2, subscriber).get(0);
        assertThat(registered.id()).isEqualTo(before + 1);
        assertThat(registered.event()).isEqualTo(COMPLAINT);
        JsonNode event = registered.data();
        assertThat(event.propertyNames())
                .containsExactly(
                        "specversion",
                        "id",
                        "source",
                        "type",
                        "subject",
                        "time",
                        "datacontenttype",
                        "position",
                        "subjectsequence",
                        "correlationid",
                        "causationid",
                        "actor",
                        "data");
        assertThat(event.get("specversion").asString()).isEqualTo("1.0");
        assertThat(event.get("source").asString()).isEqualTo("urn:docket");
        assertThat(event.get("type").asString()).isEqualTo(COMPLAINT);
        assertThat(event.get("subject").asString()).isEqualTo(id);
        assertThat(Instant.parse(event.get("time").asString()))
                .isAfter(Instant.now().minusSeconds(60));
        assertThat(event.get("subjectsequence").asString()).isEqualTo("0");
        assertThat(event.get("actor").asString()).isEqualTo("bank-agent");
        assertThat(event.at("/data/case-id").asString()).isEqualTo(id);
        assertThat(event.at("/data/registration/customer/name").asString()).isEqualTo("[masked]");
        assertThat(event.at("/data/registration/details").asString()).isEqualTo("[masked]");
        assertThat(event.at("/data/registration/title").isNull()).isTrue();
        assertThat(event.toString()).doesNotContain("Milica", "Stevan");
    }

    @Test
    void personalDataAreShownToWhoeverMaySeeThemAndTheReadIsOnRecord() {
        List<JsonNode> events = lines("analyst-pii", "?until=now&subject=" + id);

        assertThat(events.get(0).at("/data/registration/customer/name").asString())
                .isEqualTo("Milica Petrovic");
        assertThat(events.get(0).at("/data/registration/details").asString()).isEqualTo("Charged\ntwice: š.");
        List<JsonNode> reads = as("auditor")
                .get("/audit/search?type=streamEvents&object-id=" + id)
                .expect(200)
                .items();
        assertThat(reads).hasSize(1);
        assertThat(reads.get(0).get("type").asString()).isEqualTo("streamEvents");
        assertThat(reads.get(0).get("actor").asString()).isEqualTo("analyst-pii");
        assertThat(reads.get(0).get("asked").asString()).isEqualTo("[after 0] until=now&subject=" + id);

        lines("analyst", "?until=now&subject=" + id);
        assertThat(as("auditor")
                        .get("/audit/search?type=streamEvents&object-id=" + id)
                        .items())
                .hasSize(1);
    }

    @Test
    void dataOfWhoIsErasedReadErasedWhateverTheReaderMaySee() {
        String customer = lines("analyst", "?until=now&subject=" + id)
                .get(0)
                .at("/data/registration/customer/id")
                .asString();
        EventSubscriber live = subscribe("analyst-pii", "?subject=" + id);
        assertThat(awaitAtLeast(1, live).get(0).data().toString()).contains("Milica");

        as("privacy-officer")
                .post(
                        "/privacy/erasures",
                        "{\"subject\":{\"customer-number\":\"" + customer
                                + "\"},\"reason\":\"Asked for.\",\"force\":true}")
                .expect(202);

        for (String client : List.of("analyst", "analyst-pii")) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(lines(client, "?until=now&subject=" + id)
                            .get(0)
                            .at("/data/registration/customer/name")
                            .asString())
                    .isEqualTo("[erased]"));
        }
    }

    @Test
    void aStreamGoesOnAsEventsComeAndResumesExactlyBehindTheLast() {
        EventSubscriber first = subscribe("analyst", "?from=latest");
        String another = registerComplaint();
        Received seen = awaitAtLeast(1, first).get(0);
        assertThat(seen.data().get("subject").asString()).isEqualTo(another);
        first.close();
        registerComplaint();
        registerComplaint();

        // As a browser that comes back: the header counts, not what the query began with.
        EventSubscriber second = keep(EventSubscriber.open(
                anonymous().server(),
                anonymous().tokenOf("analyst"),
                "?from=earliest",
                request -> request.header("Last-Event-ID", String.valueOf(seen.id()))));
        registerComplaint();

        assertThat(awaitAtLeast(3, second).stream().map(Received::id))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(seen.id() + 1, head()).boxed().toList());
    }

    @Test
    void withoutAStartItBeginsWithTheFirstEventAndUntilNowEndsAtTheLast() {
        assertThat(positions(lines("analyst", "?until=now")))
                .isEqualTo(LongStream.rangeClosed(1, head()).boxed().toList());
        assertThat(positions(lines("analyst", "?until=now&from=earliest")))
                .isEqualTo(LongStream.rangeClosed(1, head()).boxed().toList());
        assertThat(lines("analyst", "?until=now&from=latest")).isEmpty();
        assertThat(lines("analyst", "?until=now&after=" + head())).isEmpty();
        assertThat(positions(lines("analyst", "?until=now&after=" + before)))
                .isEqualTo(LongStream.rangeClosed(before + 1, head()).boxed().toList());
    }

    @Test
    void conditionsAreCombined() {
        String from = "?until=now&after=" + before;
        assertThat(texts(lines("analyst", from + "&types=" + COMPLAINT), "type"))
                .containsExactly(COMPLAINT);
        assertThat(texts(lines("analyst", from + "&types=docket.case.*"), "type"))
                .containsExactly(COMPLAINT, ACTIVATED);
        assertThat(texts(lines("analyst", from + "&types=docket.card.*," + ACTIVATED), "type"))
                .containsExactly(ACTIVATED);
        assertThat(texts(lines("analyst", from + "&kinds=cases,cards"), "subject"))
                .containsExactly(id, id);
        assertThat(lines("analyst", from + "&kinds=work-items,esim-orders")).isEmpty();
        assertThat(lines("analyst", from + "&kinds=cards&types=docket.case.*")).isEmpty();
        assertThat(texts(lines("analyst", "?until=now&subject=" + id), "type")).containsExactly(COMPLAINT, ACTIVATED);
        assertThat(lines("analyst", "?until=now&subject=WI0000000404")).isEmpty();
    }

    @Test
    void aFilteredStreamIsLiveToo() {
        EventSubscriber activations = subscribe("analyst", "?from=latest&types=" + ACTIVATED);
        EventSubscriber everything = subscribe("analyst", "?from=latest");
        String another = registerComplaint();
        awaitAtLeast(1, everything);
        as("bank-agent")
                .put("/v1/case/cases/" + another, "{\"state\":\"Active\"}")
                .expect(200);

        Received activated = awaitAtLeast(1, activations).get(0);
        assertThat(activated.event()).isEqualTo(ACTIVATED);
        assertThat(activated.data().get("subject").asString()).isEqualTo(another);
    }

    @Test
    void aTimeIsWhereItsFirstEventIs() {
        String time = lines("analyst", "?until=now&after=" + before)
                .get(1)
                .get("time")
                .asString();

        List<JsonNode> found = lines("analyst", "?until=now&from=" + time);
        List<String> all = texts(lines("analyst", "?until=now"), "time");
        long first = 1L
                + all.indexOf(all.stream()
                        .filter(each -> !Instant.parse(each).isBefore(Instant.parse(time)))
                        .findFirst()
                        .orElseThrow());
        assertThat(positions(found).get(0)).isEqualTo(first);
        assertThat(positions(lines("analyst", "?until=now&from=1999-12-31"))).startsWith(1L);
        assertThat(lines("analyst", "?until=now&from=2999-12-31T00:00:00Z")).isEmpty();
    }

    @Test
    void aTimeToComeIsWaitedFor() {
        EventSubscriber tomorrow = subscribe("analyst", "?from=" + Instant.now().plus(Duration.ofDays(1)));
        EventSubscriber now = subscribe("analyst", "?from=latest");
        registerComplaint();
        awaitAtLeast(1, now);
        assertThat(tomorrow.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "types=docket.case.complaint-registered, types, not-on-list",
        "types=docket.case.complaint-registered.v9, types, not-on-list",
        "types=docket.nothing.*, types, not-on-list",
        "kinds=customers, kinds, unknown-enum",
        "after=999999999, after, out-of-range",
        "after=x, after, invalid-format",
        "after=-1, after, out-of-range",
        "from=yesterday, from, invalid-format",
        "from=2015-02-30, from, invalid-format",
        "after=1&from=earliest, from, combination-required",
        "until=tomorrow, until, unknown-enum",
        "type=docket.case.*, type, unknown-parameter",
    })
    void whatIsNotUnderstoodIsRefused(String query, String tag, String error) {
        JsonNode errors =
                as("analyst").get("/events?" + query).expect(400).json().get("errors");
        assertThat(errors.size()).isEqualTo(1);
        assertThat(errors.at("/0/tag").asString()).isEqualTo(tag);
        assertThat(errors.at("/0/error").asString()).isEqualTo(error);
    }

    @Test
    void aLastIdThatThereIsNotIsRefused() {
        as("analyst")
                .request("GET", "/events?until=now")
                .header("Last-Event-ID", "999999999")
                .send()
                .expect(400);
        as("analyst")
                .request("GET", "/events?until=now")
                .header("Last-Event-ID", "x")
                .send()
                .expect(400);
    }

    @Test
    void theHeadOfAnAnswerMayBeAskedForAlone() {
        Answer answer = as("analyst").request("HEAD", "/events").send().expect(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
    }

    @Test
    void aStreamEndsWithItsTokenAndSaysSo() {
        String token = OwnTokens.of(environment).signed(claims -> claims.claim("scope", List.of("events.read"))
                .expirationTime(Date.from(Instant.now().plusSeconds(4))));
        EventSubscriber subscriber = keep(EventSubscriber.open(anonymous().server(), token, "?from=latest"));

        await().atMost(PATIENCE).until(subscriber::hasEnded);
        assertThat(subscriber.failure()).isNull();
        assertThat(subscriber.comments())
                .containsExactly("The token has expired. Resume behind the last id with another one.");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aQuietStreamSaysThatItIsStillThere() {
        EventSubscriber still = requireNonNull(quiet);
        await().atMost(PATIENCE).until(() -> !still.comments().isEmpty());
        assertThat(still.comments()).containsOnly("keep-alive");
        assertThat(still.received()).isEmpty();
        assertThat(still.hasEnded()).isFalse();
    }

    /** As after an upgrade from a version that did not encrypt them. */
    @Test
    void whatCannotBeMaskedYetIsNotShown() {
        jdbc().sql("update encryption_of_older_events set last_position = done_position + 1")
                .update();
        try {
            Answer refused = as("analyst").get("/events?until=now").expect(503);
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(refused.json().get("detail").asString())
                    .isEqualTo("Personal data of older events are being encrypted, and cannot be masked yet.");
            assertThat(lines("analyst-pii", "?until=now&subject=" + id)).hasSize(2);
        } finally {
            jdbc().sql("update encryption_of_older_events set last_position = done_position")
                    .update();
        }
        assertThat(lines("analyst", "?until=now&subject=" + id)).hasSize(2);
    }

    /** Its token ends in the middle. Nobody is to take what has come for all of it. */
    @Test
    void whatIsAskedForUpToNowAndDoesNotComeWholeHasNoEnd() throws IOException {
        writeMoreThanAllBuffersHold();
        Instant end = Instant.now().plusSeconds(2);
        String token = OwnTokens.of(environment)
                .signed(claims -> claims.claim("scope", List.of("events.read", "events.pii"))
                        .expirationTime(Date.from(end)));
        var received = new ByteArrayOutputStream();
        try (Socket slow = ask("?until=now&after=" + before, "HTTP/1.1", token)) {
            InputStream in = slow.getInputStream();
            // The stream is looked at once a second.
            await().pollInterval(Duration.ofMillis(100)).atMost(PATIENCE).until(() -> {
                received.write(in.readNBytes(1024));
                return Instant.now().isAfter(end.plusMillis(1500));
            });
            in.transferTo(received);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }

        String text = received.toString(StandardCharsets.UTF_8);
        assertThat(text).startsWith("HTTP/1.1 200").contains("Transfer-Encoding: chunked", "id: " + (before + 1));
        assertThat(text).doesNotContain("id: " + head()).doesNotEndWith("0\r\n\r\n");
    }

    @Test
    void aClientHasSoManyStreamsAndNoMore() {
        String token = OwnTokens.of(environment)
                .signed(claims -> claims.subject("greedy").claim("scope", List.of("events.read")));
        for (int i = 0; i < 100; i++) {
            assertThat(keep(EventSubscriber.open(anonymous().server(), token, "?from=latest"))
                            .status())
                    .isEqualTo(200);
        }
        Answer refused = anonymous().withToken(token).get("/events?from=latest").expect(429);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(refused.json().get("detail").asString()).isEqualTo("This client has 100 streams open already.");

        // A client that hangs up is noticed when something is to be sent to it.
        open.forEach(EventSubscriber::close);
        open.clear();
        await().atMost(PATIENCE).untilAsserted(() -> {
            registerComplaint();
            EventSubscriber next = keep(EventSubscriber.open(anonymous().server(), token, "?from=latest"));
            assertThat(next.status()).isEqualTo(200);
        });
    }

    private Socket ask(String query, String version, String token) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(
                anonymous().server().getHost(), anonymous().server().getPort()));
        socket.getOutputStream()
                .write(("GET /events" + query + " " + version + "\r\nHost: localhost\r\nAuthorization: Bearer " + token
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private void writeMoreThanAllBuffersHold() {
        String resolution = "Nothing new. ".repeat(300);
        for (int i = 0; i < 100; i++) {
            as("bank-agent")
                    .put("/v1/case/cases/" + id, "{\"resolution\":\"" + i + resolution + "\"}")
                    .expect(200);
        }
    }

    @Test
    void whoReadsNothingHoldsUpNobodyAndGetsAllInTheEnd() throws IOException {
        EventSubscriber other = subscribe("analyst-pii", "?after=" + before);
        try (Socket unread = ask("?after=" + before, "HTTP/1.0", anonymous().tokenOf("analyst-pii"))) {
            writeMoreThanAllBuffersHold();
            await().atMost(PATIENCE).until(() -> lastOf(other.received()) == head());

            var lines = new BufferedReader(new InputStreamReader(unread.getInputStream(), StandardCharsets.UTF_8));
            List<Long> ids = new ArrayList<>();
            while (ids.isEmpty() || ids.get(ids.size() - 1) < head()) {
                String line = lines.readLine();
                if (line.startsWith("id: ")) {
                    ids.add(Long.valueOf(line.substring(4)));
                }
            }
            assertThat(ids)
                    .isEqualTo(
                            LongStream.rangeClosed(before + 1, head()).boxed().toList());
        }
    }

    private static long lastOf(List<Received> events) {
        return events.isEmpty() ? 0 : events.get(events.size() - 1).id();
    }

    @Test
    void everyEventIsAsItsSchemaSaysAndCloudEventsOwnReaderTakesIt() {
        Map<String, Schema> schemas = new HashMap<>();
        for (String client : List.of("analyst", "analyst-pii")) {
            for (JsonNode event : lines(client, "?until=now")) {
                String type = event.get("type").asString();
                Schema schema = schemas.computeIfAbsent(
                        type, missing -> SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                                .getSchema(as("analyst")
                                        .get("/events/schemas/" + missing)
                                        .expect(200)
                                        .json()));
                assertThat(schema.validate(event.get("data"))).as("%s", event).isEmpty();

                CloudEvent read = new JsonFormat().deserialize(event.toString().getBytes(StandardCharsets.UTF_8));
                assertThat(read.getSpecVersion()).isEqualTo(SpecVersion.V1);
                assertThat(read.getType()).isEqualTo(type);
                assertThat(read.getSubject()).isEqualTo(event.get("subject").asString());
                assertThat(read.getExtension("position"))
                        .isEqualTo(event.get("position").asString());
                assertThat(read.getData()).isNotNull();
            }
        }
        assertThat(schemas).containsKeys(COMPLAINT, ACTIVATED);
    }

    @Test
    void theCatalogueListsAllTypesForProgramsAndForPeople() {
        List<String> types = anonymous()
                .get("/events/schemas")
                .expect(200)
                .json()
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        assertThat(types).hasSizeGreaterThan(50).contains(COMPLAINT, "docket.card-order.additional-card-requested.v1");
        String page = anonymous()
                .request("GET", "/events/schemas")
                .header("Accept", "text/html,*/*;q=0.8")
                .send()
                .expect(200)
                .text();
        assertThat(types).allSatisfy(type -> assertThat(page).contains("<h3 id=\"" + type + "\">"));
        assertNotFound(anonymous().get("/events/schemas/docket.case.complaint-registered.v9"));
        assertNotFound(anonymous().get("/events/schemas/docket.case.complaint-registered"));
    }

    @Test
    void theAsyncApiDocumentDescribesEachMessage() throws Exception {
        String yaml = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(anonymous().server().resolve("/asyncapi.yaml"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        JsonNode document = new YAMLMapper().readTree(yaml);
        assertThat(document.get("asyncapi").asString()).isEqualTo("3.0.0");
        String uri = "https://docket.invalid/asyncapi.json";
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, schemas -> schemas.schemas(Map.of(uri, document.toString())));
        Schema whole = registry.getSchema(SchemaLocation.of(uri));
        document.at("/components/messages").properties().forEach(message -> {
            Schema payload =
                    whole.getRefSchema(SchemaLocation.of(uri + "#/components/messages/" + message.getKey() + "/payload")
                            .getFragment());
            assertThat(message.getValue().at("/examples").valueStream())
                    .isNotEmpty()
                    .allSatisfy(example -> assertThat(payload.validate(example.get("payload")))
                            .as(message.getKey())
                            .isEmpty());
            assertThat(document.at("/channels/events/messages").has(message.getKey()))
                    .isTrue();
        });
        assertThat(document.at("/components/messages").size())
                .isEqualTo(anonymous().get("/events/schemas").json().size());
    }

    @Test
    void thereIsAKindForEachTypeOfAggregates() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(Aggregate.class));
        List<String> types = scanner.findCandidateComponents("io.docket").stream()
                .map(found -> ClassUtils.resolveClassName(
                        requireNonNull(found.getBeanClassName()), ClassUtils.getDefaultClassLoader()))
                .filter(found -> !found.getPackageName().contains(".offence"))
                .map(found ->
                        requireNonNull(found.getAnnotation(Aggregate.class)).type())
                .toList();
        List<String> kinds = anonymous()
                .contract()
                .document()
                .at("/components/schemas/EventKind/enum")
                .valueStream()
                .map(JsonNode::asString)
                .toList();

        assertThat(types).hasSizeGreaterThan(5);
        assertThat(EventFilter.of(Set.of(), kinds, null).aggregateTypes()).containsExactlyInAnyOrderElementsOf(types);
    }
}
