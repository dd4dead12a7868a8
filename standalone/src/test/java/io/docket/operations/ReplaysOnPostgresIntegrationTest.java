package io.docket.operations;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.OnPostgres;
import io.docket.RunningDocket;
import io.docket.platform.testing.http.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Operators have read models made anew while they are read and written. */
@OnPostgres
@ExtendWith(OutputCaptureExtension.class)
class ReplaysOnPostgresIntegrationTest extends RunningDocket {

    /** How many can follow replays at the same time. */
    private static final int READERS = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The common pool has a single thread on a machine with two processors. */
    private static final Executor A_THREAD_EACH = task -> new Thread(task).start();

    private static final String REPLAYS = "/operations/projections/cases/replays";

    private final String customer = newCustomer();

    @Autowired
    private DataSource dataSource;

    @Autowired
    @Qualifier("replayStream")
    private SmartLifecycle stream;

    private String register() {
        String id = newCaseId();
        as("bank-agent")
                .post(
                        "/v1/case/complaints",
                        "{\"case-id\":\"" + id + "\",\"customer-id\":\"" + customer
                                + "\",\"details\":\"Charged twice.\"}")
                .expect(201);
        return id;
    }

    private JsonNode awaitEnd(Answer started) {
        String location = started.header("Location");
        await().atMost(PATIENCE).until(() -> !as("operator")
                .get(location)
                .expect(200)
                .json()
                .get("ended-at")
                .isNull());
        return as("operator").get(location).json();
    }

    /** The rows of the case that clients read. */
    private List<String> rows() {
        return jdbc().sql("select case_id || ' ' || version || ' ' || state from case_list order by case_id")
                .query(String.class)
                .list();
    }

    @Test
    void areMadeWhileClientsWriteAndReadWithoutAFailureOrAStepBack() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(register());
        }
        var over = new AtomicBoolean();
        Supplier<Integer> reader = () -> {
            int reads = 0;
            long seen = 0;
            while (!over.get() || reads == 0) {
                String etag = as("bank-agent")
                        .get("/v1/case/cases/" + ids.get(0))
                        .expect(200)
                        .header("ETag");
                long version = Long.parseLong(etag.replace("\"", ""));
                assertThat(version).isGreaterThanOrEqualTo(seen);
                seen = version;
                assertThat(getCurrent(as("bank-agent"), "/v1/case/cases?customer-id=" + customer)
                                .expect(200)
                                .items())
                        .hasSizeGreaterThanOrEqualTo(5);
                reads++;
            }
            return reads;
        };
        Supplier<Integer> writer = () -> {
            int writes = 0;
            for (; !over.get() || writes == 0; writes++) {
                as("bank-agent")
                        .put("/v1/case/cases/" + ids.get(0), "{\"resolution\":\"Resolved " + writes + "\"}")
                        .expect(200);
                register();
            }
            return writes;
        };
        CompletableFuture<Integer> reading = CompletableFuture.supplyAsync(reader, A_THREAD_EACH);
        CompletableFuture<Integer> writing = CompletableFuture.supplyAsync(writer, A_THREAD_EACH);

        JsonNode replay = awaitEnd(as("operator").post(REPLAYS, "{}").expect(202));
        over.set(true);

        assertThat(reading.join()).isPositive();
        assertThat(writing.join()).isPositive();
        assertThat(replay.get("status").asString()).isEqualTo("completed");
        JsonNode dryRun =
                awaitEnd(as("operator").post(REPLAYS, "{\"dry-run\":true}").expect(202));
        assertThat(dryRun.at("/report/tables").size()).isEqualTo(3);
        dryRun.at("/report/tables").forEach(table -> {
            assertThat(table.get("live-rows").asLong()).as("%s", table).isPositive();
            assertThat(table.get("object-ids").isEmpty()).as("%s", table).isTrue();
            assertThat(table.get("only-live").asLong() + table.get("only-made").asLong())
                    .as("%s", table)
                    .isZero();
        });
    }

    @Test
    void areToldOfAsEventsUntilTheyEnd() {
        register();
        Answer started = as("operator").post(REPLAYS, "{\"dry-run\":true}").expect(202);

        String events = as("operator")
                .request("GET", started.header("Location"))
                .header("Accept", "text/event-stream")
                .send()
                .expect(200)
                .text();

        List<String> lines = events.lines().filter(line -> !line.isEmpty()).toList();
        assertThat(lines.get(lines.size() - 2)).isEqualTo("event: end");
        JsonNode last = JsonMapper.shared().readTree(lines.get(lines.size() - 1).substring("data: ".length()));
        assertThat(last.get("status").asString()).isEqualTo("completed");
        assertThat(last.get("id").asString()).isEqualTo(started.json().get("id").asString());
    }

    @Test
    void areToldOfNoLongerWhenTheProcessEnds() {
        String id = addThatNobodyWorksOn();
        stream.stop();
        try {
            String events = as("operator")
                    .request("GET", "/operations/replays/" + id)
                    .header("Accept", "text/event-stream")
                    .send()
                    .expect(200)
                    .text();
            assertThat(events.lines().filter(line -> line.startsWith("event:"))).containsExactly("event: progress");
        } finally {
            stream.start();
            remove(id);
        }
    }

    /** As whoever turns to another page does. Their places are free soon, and the log tells of no fault. */
    @Test
    void mayBeFollowedByThoseWhoLeave(CapturedOutput output) {
        String id = addThatNobodyWorksOn();
        try {
            for (int reader = 0; reader < READERS; reader++) {
                assertThat(leaveAfterTheFirstEvent(id)).isTrue();
            }

            var more = new AtomicInteger();
            await().atMost(PATIENCE).until(() -> leaveAfterTheFirstEvent(id) && more.incrementAndGet() == READERS);
            assertThat(output).doesNotContain("Unexpected failure", "Failure in @ExceptionHandler");
        } finally {
            remove(id);
        }
    }

    /** Answers whether there was an event. */
    private boolean leaveAfterTheFirstEvent(String id) {
        URI server = anonymous().server();
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            String request = "GET /operations/replays/" + id + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Accept: text/event-stream\r\nAuthorization: Bearer "
                    + anonymous().tokenOf("operator")
                    + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            for (String line = answer.readLine(); line != null; line = answer.readLine()) {
                if (line.startsWith("HTTP/1.1 503")) {
                    return false;
                }
                if (line.equals("event: progress")) {
                    return true;
                }
            }
            throw new AssertionError("No event");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String addThatNobodyWorksOn() {
        String id = UUID.randomUUID().toString();
        jdbc().sql("insert into projection_replay (replay_id, projection, dry_run, requested_by, requested_at) "
                        + "values (?, 'nobody-works-on-this', false, 'operator', current_timestamp)")
                .param(id)
                .update();
        jdbc().sql("insert into projection_rebuild (rebuild_id, projection, stage, up_to, chunk_size, started_at, "
                        + "replay_id) values (?, 'nobody-works-on-this', 'ASKED_FOR', 1, 1, current_timestamp, ?)")
                .params(id, id)
                .update();
        return id;
    }

    private void remove(String id) {
        jdbc().sql("delete from projection_rebuild where replay_id = ?")
                .param(id)
                .update();
        jdbc().sql("delete from projection_replay where replay_id = ?")
                .param(id)
                .update();
    }

    /** Somebody keeps the first one from its end, behind which the second one waits. */
    @Test
    void canBeCanceledWhileTheyWaitForTheirTurn() throws SQLException {
        register();
        try (Connection reader = dataSource.getConnection();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("set local idle_in_transaction_session_timeout = 0");
            statement.execute("lock table case_list in access share mode");
            Answer first = as("operator").post(REPLAYS, "{}").expect(202);
            await().atMost(PATIENCE).until(() -> status(first).equals("running"));
            Answer second = as("operator")
                    .post("/operations/projections/sales-leads/replays", "{}")
                    .expect(202);
            assertThat(status(second)).isEqualTo("waiting");

            as("operator").delete(second.header("Location")).expect(204);

            assertThat(awaitEnd(second).get("status").asString()).isEqualTo("canceled");
            assertThat(status(first)).isEqualTo("running");
            as("operator").delete(first.header("Location")).expect(204);
            assertThat(awaitEnd(first).get("status").asString()).isEqualTo("canceled");
            reader.rollback();
            reader.setAutoCommit(true);
        }
    }

    private String status(Answer started) {
        return as("operator")
                .get(started.header("Location"))
                .expect(200)
                .json()
                .get("status")
                .asString();
    }

    @Test
    void areOneForEachKeyAndOnRecord() {
        String key = UUID.randomUUID().toString();
        Answer first = as("operator")
                .request("POST", REPLAYS)
                .header("Idempotency-Key", key)
                .send()
                .expect(202);
        jdbc().sql("delete from idempotency_record where idempotency_key = ?")
                .param(key)
                .update();
        Answer second = as("operator")
                .request("POST", REPLAYS)
                .header("Idempotency-Key", key)
                .send()
                .expect(202);

        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        awaitEnd(first);
        assertConflict(as("operator").delete(first.header("Location")), "replay-ended", "The replay has ended.");
        assertThat(as("operator").get("/operations/replays").expect(200).items())
                .anySatisfy(replay -> assertThat(first.header("Location"))
                        .endsWith(replay.get("id").asString()));
        assertThat(as("auditor")
                        .get("/audit/search?records=action&type=startReplay&object-id=cases")
                        .expect(200)
                        .items())
                .isNotEmpty();
        assertThat(rows()).isNotEmpty();
    }

    @Test
    void canBeginAtAPositionOrATime() {
        String old = register();
        long from = head() + 1;
        String recent = register();
        getCurrent(as("bank-agent"), "/v1/case/cases?customer-id=" + customer).expect(200);
        jdbc().sql("update case_list set state = 'Closed' where case_id in (?, ?)")
                .params(old, recent)
                .update();
        String time = jdbc().sql("select time_stamp from domain_event where global_index = ?")
                .param(from)
                .query(OffsetDateTime.class)
                .single()
                .toInstant()
                .toString();

        for (String begin : List.of(String.valueOf(from), time)) {
            JsonNode replay = awaitEnd(as("operator")
                    .post(REPLAYS, "{\"dry-run\":true,\"from\":\"" + begin + "\"}")
                    .expect(202));
            assertThat(replay.get("from").asLong()).isEqualTo(from);
            assertThat(replay.at("/report").toString()).contains(recent).doesNotContain(old);
            assertThat(replay.at("/progress/total").asLong()).isBetween(1L, head() - from + 1);
        }
        awaitEnd(as("operator").post(REPLAYS, "{\"from\":\"" + from + "\"}").expect(202));

        assertThat(rows()).contains(old + " 0 Closed", recent + " 0 Accepted");
        awaitEnd(as("operator").post(REPLAYS, "{}").expect(202));
        assertThat(rows()).contains(old + " 0 Accepted");
        assertThat(as("auditor")
                        .get("/audit/search?records=action&type=startReplay&object-id=cases")
                        .expect(200)
                        .text())
                .contains("dry run, from position " + from);
    }

    @ParameterizedTest
    @CsvSource({
        "0, out-of-range",
        "999999999, out-of-range",
        "2999-12-31T00:00:00Z, out-of-range",
        "2015-02-30, invalid-format",
        "-1, invalid-format",
        "yesterday, invalid-format",
    })
    void beginAtWhatThereIs(String from, String error) {
        JsonNode errors = as("operator")
                .post(REPLAYS, "{\"from\":\"" + from + "\"}")
                .expect(400)
                .json()
                .get("errors");
        assertThat(errors.at("/0/tag").asString()).isEqualTo("from");
        assertThat(errors.at("/0/error").asString()).isEqualTo(error);
    }

    @Test
    void areOfReadModelsOnly() {
        assertConflict(
                as("operator").post("/operations/projections/send-leads-to-co/replays", "{}"),
                "not-replayable",
                "This is no read model, and has nothing to be made anew.");
        as("operator").post("/operations/projections/nothing/replays", "{}").expect(404);
        as("operator").get("/operations/replays/" + UUID.randomUUID()).expect(404);
    }
}
