package io.docket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cardorders.api.event.workitem.WorkItemEvent;
import io.docket.cases.api.event.CaseEvent;
import io.docket.platform.eventstore.PersonalEvents;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.ApiClient;
import io.docket.platform.testing.partner.Partners;
import io.docket.simulators.Simulators;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole application, started once for all tests of the same configuration, on H2 unless {@link OnPostgres}. Tests
 * give events, send requests, and look at the answers and at the new events in the store.
 */
@SpringBootTest(classes = Docket.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = EmptyDocket.class)
public abstract class RunningDocket {

    private static final Map<Integer, ApiClient> CLIENTS = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBERS = new AtomicLong(9_000_000_000L);

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private EventStore eventStore;

    @Autowired
    private StoredJson storedJson;

    @Autowired
    private PersonalEvents personalEvents;

    @Autowired
    private Clock clock;

    @Autowired
    private Simulators simulators;

    private long headBefore;

    /** An event as it lies in the store. */
    public record Stored(
            long position,
            String aggregateId,
            long sequenceNumber,
            String aggregateType,
            String type,
            String revision,
            Object event,
            JsonNode metaData) {}

    /** The framework takes the time from the clock of the application that started last. */
    @BeforeEach
    void takeTheTimeFromThisApplication() {
        GenericEventMessage.clock = clock;
    }

    @BeforeEach
    void rememberHead() {
        headBefore = head();
    }

    /** A client without a token. */
    protected final ApiClient anonymous() {
        return CLIENTS.computeIfAbsent(port, here -> ApiClient.of(URI.create("http://localhost:" + here)));
    }

    protected final ApiClient as(String client) {
        return anonymous().as(client);
    }

    /** The simulated partners of this application. */
    protected final Partners partners() {
        return Partners.at(simulators.address());
    }

    protected final JdbcClient jdbc() {
        return jdbc;
    }

    /** The id of a case, or a customer, that no other test knows. */
    protected static String newCaseId() {
        return String.format(Locale.ROOT, "WI%010d", NUMBERS.incrementAndGet());
    }

    protected static String newCustomer() {
        return "C" + NUMBERS.incrementAndGet();
    }

    /** Appends events of a case, one second after the other. They do not count as new. */
    protected final void given(CaseEvent... events) {
        given(Instant.now().minus(Duration.ofMinutes(1)), events);
    }

    /** Appends events of a case, the first at a certain time, each other one second after the one before. */
    protected final void given(Instant first, CaseEvent... events) {
        given("Case", events[0].caseId().value(), first, events);
    }

    /** Appends events of a card order, one second after the other. They do not count as new. */
    protected final void given(WorkItemEvent... events) {
        given("WorkItem", events[0].workItemId().value(), Instant.now().minus(Duration.ofMinutes(1)), events);
    }

    private void given(String aggregateType, String id, Instant first, Object[] events) {
        long next = eventStore.lastSequenceNumberFor(id).orElse(-1L) + 1;
        List<DomainEventMessage<?>> messages = new ArrayList<>();
        for (Object event : events) {
            Instant time = first.plusSeconds(messages.size());
            messages.add(new GenericDomainEventMessage<>(
                    aggregateType,
                    id,
                    next++,
                    event,
                    MetaData.from(Map.of("actor", "given", "correlation-id", "given")),
                    "given-" + NUMBERS.incrementAndGet(),
                    time));
        }
        eventStore.publish(messages);
        headBefore = head();
    }

    protected final long head() {
        return jdbc.sql("select coalesce(max(global_index), 0) from domain_event")
                .query(Long.class)
                .single();
    }

    /**
     * What has been appended since the test began, or since the last given event; without the ends of erasures, which come
     * half a minute after the tests that have asked for them.
     */
    protected final List<Stored> newEvents() {
        return jdbc.sql("select * from domain_event where global_index > ? "
                        + "and payload_type <> 'docket.erasure.erasure-completed' order by global_index")
                .param(headBefore)
                .query((row, number) -> new Stored(
                        row.getLong("global_index"),
                        row.getString("aggregate_identifier"),
                        row.getLong("sequence_number"),
                        row.getString("type"),
                        row.getString("payload_type"),
                        row.getString("payload_revision"),
                        requireNonNull(storedJson.deserialize(new SimpleSerializedObject<>(
                                personalEvents.openPayload(row.getBytes("payload"), row.getString("event_identifier")),
                                byte[].class,
                                row.getString("payload_type"),
                                row.getString("payload_revision")))),
                        JsonMapper.shared()
                                .readTree(personalEvents.openMetaData(
                                        row.getBytes("meta_data"), row.getString("event_identifier")))))
                .list();
    }

    protected final void assertNewEvents(Object... expected) {
        assertThat(newEvents()).extracting(Stored::event).containsExactly(expected);
    }

    protected final void assertNoNewEvents() {
        assertThat(newEvents()).isEmpty();
    }

    /** Reads what reflects all events. */
    protected final Answer getCurrent(ApiClient client, String path) {
        return client.request("GET", path)
                .header("Consistency-Token", String.valueOf(head()))
                .send();
    }

    /** The whole body is this JSON, in whatever order. */
    protected static void assertBody(Answer answer, int status, String json) {
        answer.expect(status);
        assertThat(answer.json()).isEqualTo(JsonMapper.shared().readTree(json));
    }

    /** A problem document without more members than these. */
    protected static void assertProblem(Answer answer, int status, String title, String detail) {
        assertBody(answer, status, problem(status, title, detail, ""));
    }

    /** A refusal for one broken rule. */
    protected static void assertConflict(Answer answer, String problem, String detail) {
        assertBody(answer, 409, problem(409, "Conflict", detail, ",\"problem\":\"" + problem + "\""));
    }

    /** A refusal for one invalid field. */
    protected static void assertInvalid(Answer answer, String tag, String error, String message) {
        assertBody(
                answer,
                400,
                problem(
                        400,
                        "Bad Request",
                        "The request has invalid fields.",
                        ",\"errors\":[{\"tag\":\"" + tag + "\",\"error\":\"" + error + "\",\"message\":\"" + message
                                + "\"}]"));
    }

    protected static void assertNotFound(Answer answer) {
        assertProblem(answer, 404, "Not Found", "There is no such resource.");
    }

    private static String problem(int status, String title, String detail, String more) {
        return "{\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\"" + detail + "\"" + more + "}";
    }
}
