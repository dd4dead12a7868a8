package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.EventSubscriber;
import io.docket.platform.testing.http.WebhookReceiver;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What a client is promised, whatever stands behind the address that it has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EveryTopology {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = 25;
    private static final String CASES = Client.ROOT + "/cases/";
    private static final String NAME = "Zvezdana";
    private static final String CARDS = "/console/operations/queues/send_to_card_system";

    private Topology docket;

    @SuppressWarnings("NullAway.Init")
    EveryTopology() {}

    /** Starts it. */
    abstract Topology start();

    @BeforeAll
    void startIt() {
        docket = start();
    }

    final Topology docket() {
        return docket;
    }

    @Test
    void whoHasWrittenReadsItAtOnce() {
        Client channel = docket.client("bank-channel");
        for (int round = 0; round < ROUNDS; round++) {
            Answer created = channel.complain("READS", "round " + round).expect(201);
            Answer read = channel.getCase(created.text("id")).expect(200);
            assertThat(read.text("details")).isEqualTo("round " + round);
            assertThat(read.header("ETag")).isEqualTo(created.header("ETag"));
            Answer attached = channel.attach(created.text("id"), "contract").expect(200);
            assertThat(channel.get(
                                    CASES.replaceFirst("/$", "") + "?customer-id=READS&page-size=200",
                                    "Consistency-Token",
                                    attached.header("Consistency-Token"))
                            .expect(200)
                            .json()
                            .required("total-count")
                            .asInt())
                    .isEqualTo(round + 1);
        }
    }

    @Test
    void aCaseGoesItsWayAndItsHistoryTellsIt() {
        Client agent = docket.client("bank-agent");
        String id = agent.complain("HISTORY", "A fee").expect(201).text("id");
        agent.put(CASES + id, Map.of("resolution", "Paid back")).expect(200);
        agent.put(CASES + id, Map.of("state", "Resolved"), "If-Match", "\"0\"").expect(412);
        agent.delete(CASES + id).expect(200);

        assertThat(changes(agent, CASES + id))
                .containsExactly("complaint-registered", "resolution-changed", "case-closed");
        assertThat(agent.getCase(id).expect(200).text("resolution")).isEqualTo("Paid back");
    }

    private static List<String> changes(Client client, String path) {
        return client.get(path + "/history").expect(200).items().stream()
                .map(version -> version.required("change").asString())
                .toList();
    }

    @Test
    void aCardOrderIsApprovedAndCarriedOutOnce() {
        Client channel = docket.client("bank-channel");
        String order = channel.post(
                        "/customer-order/card-replacements",
                        Map.of("card-id", "CARD-0002", "replacement-reason", "damaged-card"))
                .expect(202)
                .header("Location");
        docket.client("bank-agent").putWithoutBody(order + "/approve").expect(204);

        await("its end")
                .atMost(PATIENCE)
                .until(() -> channel.get(order).expect(200).text("status").equals("external-processing-succeded"));
        assertThat(changes(channel, order))
                .containsExactly(
                        "card-order-requested", "order-approved", "processing-started", "processing-succeeded");
    }

    @Test
    void anEsimIsOrderedAndToppedUp() {
        var orders = new EsimOrders(docket.client("reseller-acme"));
        String plan = ", \"subscriptions\": [{\"id\": \"a3u3z000000PZBhAAO\", \"price\": 10, \"currency\": \"USD\"}]";
        String order = orders.place("NEW_ESIM", plan);
        JsonNode esim = orders.awaitOutput(order);
        assertThat(orders.qrCode(order, "image/png")).isNotEmpty();
        String topUp = orders.place(
                "TOPUP",
                plan + ", \"esim\": {\"iccid\": \"" + esim.required("iccid").asString() + "\"}");
        assertThat(orders.awaitOutput(topUp).required("iccid")).isEqualTo(esim.required("iccid"));
        new EsimOrders(docket.client("reseller-globex")).get(order).expect(404);
    }

    @Test
    void aSalesLeadIsDelivered() {
        Client co = docket.client("co-acme");
        String lead = co.post("/2.5/sp_spec/order/", """
                {"coId": "Acme", "coAccessId": "8732c2f065e2490babce820e94b1011a", "operation": "ACTIVATE",
                 "orderDateTime": "2021-05-03T20:31:15Z", "requestedDateTime": "2021-05-06T00:01:00Z",
                 "products": [{"productId": "8732c2f065e2490babce820e94b1011a",
                               "offeringId": "8732c2f065e2490babce820e94b1011a"}],
                 "customerDetails": {"personalIdentityNumber": "19811218-9876", "customerFirstname": "Anna",
                                     "customerEmail": "anna@example.com"}}""").expect(200).header("Location");

        await("its activation")
                .atMost(PATIENCE)
                .until(() -> co.get(lead).expect(200).text("status").equals("ACTIVATED"));
    }

    @Test
    void aRequestThatComesAgainHasTheFirstAnswerAndOneEffect() {
        Client channel = docket.client("bank-channel");
        Map<String, String> complaint = Map.of("customer-id", "KEYS", "details", "once");
        String key = UUID.randomUUID().toString();
        List<Answer> answers = Together.run(List.of(
                () -> channel.post(Client.ROOT + "/complaints", complaint, "Idempotency-Key", key),
                () -> channel.post(Client.ROOT + "/complaints", complaint, "Idempotency-Key", key)));
        Answer first = answers.stream()
                .filter(answer -> answer.status() == 201)
                .findFirst()
                .orElseThrow();
        Answer again = channel.post(Client.ROOT + "/complaints", complaint, "Idempotency-Key", key)
                .expect(201);

        assertThat(again.isReplayed()).isTrue();
        assertThat(again.text("id")).isEqualTo(first.text("id"));
        assertThat(channel.get(
                                Client.ROOT + "/cases?customer-id=KEYS",
                                "Consistency-Token",
                                again.header("Consistency-Token"))
                        .items())
                .hasSize(1);
    }

    @Test
    void theStreamBringsWhatHappensWhileItHappens() {
        Client channel = docket.client("bank-channel");
        String before = channel.complain("STREAM", "before").expect(201).header("Consistency-Token");
        String token = Objects.requireNonNull(docket.client("analyst").token());
        try (EventSubscriber subscriber = EventSubscriber.open(
                docket.address(),
                token,
                "",
                (HttpRequest.Builder request) -> request.header("Last-Event-ID", before))) {
            assertThat(subscriber.status()).isEqualTo(200);
            String id = channel.complain("STREAM", "now").expect(201).text("id");

            // Gathered by something in between, it would come with the end of the stream.
            await("the event").atMost(PATIENCE).until(() -> subscriber.received().stream()
                    .anyMatch(event -> event.data().toString().contains(id)));
            assertThat(subscriber.received())
                    .extracting(EventSubscriber.Received::id)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .first()
                    .isEqualTo(Long.parseLong(before) + 1);
        }
    }

    @Test
    void whatHappensIsPushedToWhoSubscribesUntilTheyDoNotAnyMore() {
        Client analyst = docket.client("analyst");
        Client channel = docket.client("bank-channel");
        try (WebhookReceiver receiver = WebhookReceiver.start()) {
            String subscription = analyst.post(
                            "/events/subscriptions",
                            Map.of(
                                    "url",
                                    receiver.url().toString(),
                                    "secret",
                                    WebhookReceiver.SECRET,
                                    "kinds",
                                    List.of("cases")))
                    .expect(201)
                    .header("Location");
            String id = channel.complain("PUSHED", "A fee").expect(201).text("id");
            await("the event").atMost(PATIENCE).until(() -> receiver.received().stream()
                    .anyMatch(
                            event -> event.genuine() && event.event().toString().contains(id)));
            docket.client("analyst-pii").get(subscription).expect(404);

            analyst.delete(subscription).expect(204);
            analyst.get(subscription).expect(404);
            assertThat(analyst.get("/events/subscriptions").expect(200).items()).isEmpty();
        }
    }

    @Test
    void anAuditorLogsInToTheConsoleAndOut() {
        var auditor = new Person(docket.address());
        HttpResponse<String> page = auditor.logIn("auditor");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.uri()).hasToString(docket.address() + "/console/audit");
        assertThat(page.body()).contains("Logged in as <strong>auditor</strong>");
        assertThat(auditor.open("/console/operations").statusCode()).isEqualTo(403);

        HttpResponse<String> out = auditor.submit(page, URI.create("/console/logout"), Map.of());
        assertThat(out.statusCode()).isEqualTo(200);
        assertThat(auditor.open("/").body()).doesNotContain("Logged in as");
    }

    @Test
    void whatEitherSideRefusesIsOnRecord() {
        String id = docket.client("bank-channel")
                .complain("AUDIT", "A fee")
                .expect(201)
                .text("id");
        docket.client("bank-channel")
                .put(CASES + id, Map.of("state", "Rejected"))
                .expect(403);
        docket.client("analyst").getCase(id).expect(403);

        Client auditor = docket.client("auditor");
        await("both on record").atMost(PATIENCE).untilAsserted(() -> assertThat(
                        auditor.get("/audit/search?records=refusal&object-id=" + id)
                                .expect(200)
                                .items())
                .extracting(refused -> refused.required("type").asString())
                .containsExactlyInAnyOrder("updateCase", "getCase"));
        assertThat(auditor.get("/audit/cases/" + id + "/events").expect(200).items())
                .hasSize(1);
        assertThat(auditor.get("/audit/cases/" + id + "/events/0/proof")
                        .expect(200)
                        .body())
                .isNotEmpty();
    }

    @Test
    void operatorsReachBothSides() {
        Client operator = docket.client("operator");
        assertThat(operator.get("/operations/queues").expect(200).items())
                .extracting(queue -> queue.required("name").asString())
                .contains("send_to_card_system", "scrub_erased_person");
        await("all at work").atMost(PATIENCE).untilAsserted(() -> {
            List<JsonNode> projections =
                    operator.get("/operations/projections").expect(200).items();
            assertThat(projections)
                    .extracting(projection -> projection.required("name").asString())
                    .contains("cases", "card-orders", "send-approved-orders-to-card-system", "scrub-erased-persons")
                    .doesNotHaveDuplicates();
            assertThat(projections).allSatisfy(projection -> {
                assertThat(projection.required("state").asString()).isEqualTo("running");
                assertThat(projection.required("segments")).hasSize(1);
            });
        });
        operator.post("/operations/projections/scrub-erased-persons/replays", Map.of("dry-run", true))
                .expect(409);
        for (boolean dry : List.of(true, false)) {
            String replay = operator.post("/operations/projections/cases/replays", Map.of("dry-run", dry))
                    .expect(202)
                    .header("Location");
            await("the end of " + replay)
                    .atMost(PATIENCE)
                    .until(() -> operator.get(replay).expect(200).text("status").equals("completed"));
        }
    }

    @Test
    void anOperatorSettlesInTheConsoleWhatAPartnerDoesNotTake() {
        Person operator = Person.loggedIn(docket.client("operator"), docket.address());
        Client agent = docket.client("bank-agent");
        docket.partners().tell("card-system", "\"down\": true");
        try {
            String order = agent.post("/customer-order/card-deblockades", Map.of("card-id", "CARD-0003"))
                    .expect(202)
                    .header("Location");
            String id = order.substring(order.lastIndexOf('/') + 1);

            assertThat(operator.open("/console/operations").body())
                    .contains("cases", "send-approved-orders-to-card-system", CARDS.replaceFirst("/[^/]*$", "\""));
            await("its failure")
                    .atMost(PATIENCE)
                    .until(() -> operator.open(CARDS + "?failing=true").body().contains(id));
            await("how the partner answers").atMost(PATIENCE).until(() -> operator.open("/console/operations/partners")
                    .body()
                    .contains("Fails since"));
            await("another attempt").atMost(PATIENCE).until(() -> decide(operator, id, "retry", Map.of())
                    .contains("It is tried again"));
            await("its end").atMost(PATIENCE).until(() -> decide(
                            operator, id, "give-up", Map.of("reason", "The card system is gone"))
                    .contains("It is given up"));
            assertThat(agent.get(order).expect(200).text("status")).isEqualTo("rejected");
        } finally {
            docket.partners().tell("card-system", "");
        }
    }

    /** What the page then says; what it says anyway while the task is being done, which leaves nothing to decide. */
    private static String decide(Person operator, String order, String decision, Map<String, String> fields) {
        HttpResponse<String> page = operator.open(CARDS);
        Matcher form = Pattern.compile("action=\"(" + CARDS + "/tasks/" + order + "[^/\"]*/" + decision + ")\"")
                .matcher(page.body());
        return form.find()
                ? operator.submit(page, URI.create(form.group(1)), fields).body()
                : page.body();
    }

    @Test
    void aPersonWhoIsErasedCannotBeReadAnyMore() {
        Client agent = docket.client("bank-agent");
        String id = agent.post(
                        Client.ROOT + "/complaints",
                        Map.of("customer-id", "ERASED", "customer-name", NAME, "details", "A fee"))
                .expect(201)
                .text("id");
        assertThat(agent.getCase(id).expect(200).text("customer-name")).isEqualTo(NAME);
        Client officer = docket.client("privacy-officer");

        String erasure = officer.post(
                        "/privacy/erasures",
                        Map.of("subject", Map.of("customer-number", "ERASED"), "reason", "Request 1", "force", true))
                .expect(202)
                .header("Location");

        await("the scrubbing")
                .atMost(PATIENCE)
                .until(() -> agent.getCase(id).expect(200).text("customer-name").equals("[erased]"));
        afterErasure(officer, erasure);
    }

    /** What else is to be seen of an erasure. */
    void afterErasure(Client officer, String erasure) {
        assertThat(officer.get(erasure).expect(200).text("status")).isIn("scrubbing", "completed");
    }
}
