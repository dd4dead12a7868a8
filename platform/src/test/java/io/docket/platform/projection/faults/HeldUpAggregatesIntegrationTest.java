package io.docket.platform.projection.faults;

import static io.docket.platform.projection.TallyProjection.NAME;
import static io.docket.platform.projection.TallyProjection.POISON;
import static io.docket.platform.projection.TallyProjection.UNREADABLE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.common.api.Paging;
import io.docket.platform.projection.TallyChanged;
import io.docket.platform.projection.TallyProjection;
import io.docket.platform.projection.faults.HeldUpAggregates.Discarded;
import io.docket.platform.projection.faults.HeldUpAggregates.HeldUp;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What operators see of what is held up, and what becomes of what they decide. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class HeldUpAggregatesIntegrationTest {

    private static final Paging FIRST = new Paging(1, 20, "since", true);

    private TestDatabase database;
    private TestApplication application;
    private JdbcClient jdbc;
    private HeldUpAggregates heldUp;
    private DeadLetters letters;

    @BeforeAll
    void start() {
        database = TestDatabase.create(Database.POSTGRESQL);
        jdbc = database.jdbc();
        TallyProjection.createTable(jdbc);
        application = TestApplication.start(database, TallyProjection.class);
        heldUp = application.bean(HeldUpAggregates.class);
        letters = application.bean(DeadLetters.class);
    }

    @AfterAll
    void stop() {
        application.close();
        database.close();
    }

    @AfterEach
    void forget() {
        application.bean(TallyProjection.class).mended(false);
        jdbc.sql("delete from projection_dead_letter").update();
    }

    /** Of a new tally that is held up. */
    private HeldUp poisoned(int... after) {
        String tally = UUID.randomUUID().toString();
        int[] amounts =
                IntStream.concat(IntStream.of(1, POISON), IntStream.of(after)).toArray();
        application.publish(
                "Tally",
                tally,
                0,
                IntStream.of(amounts).mapToObj(TallyChanged::new).toArray());
        application.awaitProjections();
        String id = jdbc.sql("select dead_letter_id from projection_dead_letter where aggregate_id = ?")
                .param(tally)
                .query(String.class)
                .single();
        return heldUp.find(id).orElseThrow();
    }

    private List<HeldUp> page(boolean discarded) {
        return heldUp.page(NAME, discarded, FIRST).items();
    }

    private void tryAllAsAtTheStart() {
        String next = "";
        while (next != null) {
            next = application
                    .bean(Retries.class)
                    .retryBehind(next, Set.of(NAME), DeadLetters.NEVER, () -> true, any -> 0);
        }
    }

    @Test
    void areShownWithTheirEventAndCauseButNothingThatItHolds() {
        HeldUp found = poisoned(2, 4);

        assertThat(heldUp.find(found.id())).isPresent();
        assertThat(found.sequenceNumber()).isEqualTo(1);
        assertThat(found.behind()).isEqualTo(2);
        assertThat(found.event()).isNotNull().satisfies(event -> {
            assertThat(event.type()).isEqualTo("docket.test.tally-changed");
            assertThat(event.position())
                    .isEqualTo(jdbc.sql("select global_index from domain_event where aggregate_identifier = ? "
                                    + "and sequence_number = 1")
                            .param(found.aggregateId())
                            .query(Long.class)
                            .single());
        });
        assertThat(found.cause()).startsWith("java.lang.IllegalArgumentException at TallyProjection.java:");
        assertThat(found.discarded()).isNull();
        assertThat(heldUp.page("another", false, FIRST).items()).isEmpty();
        assertThat(heldUp.page(null, false, FIRST).items()).contains(found);
    }

    @Test
    void areRetriedAtOnceHoweverLongTheyWouldWait() {
        HeldUp one = poisoned(2);
        String waiting = poisoned().id();
        jdbc.sql("update projection_dead_letter set next_attempt = ?")
                .param(Instant.parse("2999-01-01T00:00:00Z").atOffset(ZoneOffset.UTC))
                .update();
        HeldUp other = heldUp.find(waiting).orElseThrow();

        assertThat(heldUp.retry(one.id())).isTrue();
        await().atMost(TestDatabase.PATIENCE)
                .until(() -> heldUp.find(one.id()).orElseThrow().attempts() > one.attempts());
        assertThat(heldUp.find(other.id()).orElseThrow().attempts()).isEqualTo(other.attempts());

        jdbc.sql("update projection_dead_letter set next_attempt = ?")
                .param(Instant.parse("2999-01-01T00:00:00Z").atOffset(ZoneOffset.UTC))
                .update();
        application.bean(TallyProjection.class).mended(true);
        assertThat(heldUp.retryAll("another")).isZero();
        assertThat(heldUp.retryAll(NAME)).isEqualTo(2);
        await().atMost(TestDatabase.PATIENCE).until(() -> page(false).isEmpty());
        assertThat(heldUp.retry(one.id())).isFalse();
    }

    @Test
    void thatAreDiscardedWaitForAStartAndKeepNoListWaiting() {
        HeldUp found = poisoned(2);
        long head = jdbc.sql("select max(global_index) from domain_event")
                .query(Long.class)
                .single();
        assertThat(letters.holdsUpAny(NAME, head)).isTrue();

        assertThat(heldUp.discard(found, "somebody", "of no use")).isTrue();
        assertThat(heldUp.discard(found, "somebody else", "again")).isFalse();

        assertThat(page(false)).isEmpty();
        assertThat(page(true)).hasSize(1);
        Discarded discarded = requireNonNull(page(true).get(0).discarded());
        assertThat(discarded.by()).isEqualTo("somebody");
        assertThat(discarded.reason()).isEqualTo("of no use");
        assertThat(letters.holdsUpAny(NAME, head)).isFalse();
        assertThat(letters.holdsUp(NAME, found.aggregateId())).isTrue();
        assertThat(letters.mayHoldUp(NAME)).isTrue();
        await().atMost(TestDatabase.PATIENCE).until(() -> letters.count(NAME) == 0);
        assertThat(heldUp.retryAll(NAME)).isZero();

        tryAllAsAtTheStart();
        assertThat(page(true)).as("is discarded still").hasSize(1);
        application.bean(TallyProjection.class).mended(true);
        tryAllAsAtTheStart();
        assertThat(heldUp.find(found.id())).isEmpty();
    }

    @Test
    void thatAreDiscardedAreTriedIfSomebodyHasThemRetried() {
        HeldUp found = poisoned();
        heldUp.discard(found, "somebody", "by mistake");
        application.bean(TallyProjection.class).mended(true);

        assertThat(heldUp.retry(found.id())).isTrue();

        await().atMost(TestDatabase.PATIENCE)
                .until(() -> heldUp.find(found.id()).isEmpty());
    }

    /** Many more than are tried at a time, behind one whose fault lasts although it is one of those that pass. */
    @Test
    void areTriedPieceByPieceAndNoneKeepsTheOthersWaiting() {
        String unreadable = UUID.randomUUID().toString();
        application.publish("Tally", unreadable, 0, new TallyChanged(1), new TallyChanged(UNREADABLE));
        int many = 2 * DueLetters.PIECE + 1;
        for (int tally = 0; tally < many; tally++) {
            application.publish("Tally", UUID.randomUUID().toString(), 0, new TallyChanged(POISON));
        }
        application.awaitProjections();
        TallyProjection projection = application.bean(TallyProjection.class);
        projection.unreadable(true);
        jdbc.sql(
                        "insert into projection_dead_letter (dead_letter_id, projection, aggregate_id, sequence_number, position, "
                                + "event_identifier, event_type, cause, since, attempts, next_attempt) select '0', ?, "
                                + "aggregate_identifier, 1, global_index, event_identifier, payload_type, 'a test', "
                                + "current_timestamp, 0, timestamp with time zone '2000-01-01 00:00:00Z' from domain_event "
                                + "where aggregate_identifier = ? and sequence_number = 1")
                .params(NAME, unreadable)
                .update();
        jdbc.sql("delete from tally where id = ?").param(unreadable).update();
        try {
            projection.mended(true);
            tryAllAsAtTheStart();

            assertThat(jdbc.sql("select aggregate_id from projection_dead_letter")
                            .query(String.class)
                            .list())
                    .containsExactly(unreadable);
            assertThat(heldUp.find("0").orElseThrow().attempts()).isPositive();
        } finally {
            projection.unreadable(false);
        }
        heldUp.retryAll(NAME);
        await().atMost(TestDatabase.PATIENCE).until(() -> page(false).isEmpty());
    }

    @Test
    void raiseAnAlarmWhenThereAreTooManyAndLoseNothing(CapturedOutput output) {
        DeadLetterAlarm alarm = application.bean(DeadLetterAlarm.class);
        HeldUp one = poisoned(2);
        for (long letter = 0; letter < DeadLetterAlarm.TOO_MANY; letter++) {
            jdbc.sql("insert into projection_dead_letter (dead_letter_id, projection, aggregate_id, sequence_number, "
                            + "position, event_identifier, event_type, cause, since, attempts, next_attempt) "
                            + "select ?, projection, ?, 0, position, event_identifier, event_type, cause, since, 0, "
                            + "cast('2999-01-01 00:00:00Z' as timestamp with time zone) "
                            + "from projection_dead_letter where dead_letter_id = ?")
                    .params(UUID.randomUUID().toString(), "many-" + letter, one.id())
                    .update();
        }
        await().atMost(TestDatabase.PATIENCE)
                .until(() -> Status.DOWN.equals(alarm.health().getStatus()));
        assertThat(alarm.health().getDetails()).containsEntry(NAME, DeadLetterAlarm.TOO_MANY + 1);
        assertThat(output.getAll().lines().filter(line -> line.contains("aggregates are held up, more than")))
                .hasSize(1);

        HeldUp another = poisoned(4);
        assertThat(another.behind()).isEqualTo(1);
        application.publish("Tally", UUID.randomUUID().toString(), 0, new TallyChanged(1));
        application.awaitProjections();

        application.bean(TallyProjection.class).mended(true);
        heldUp.retry(one.id());
        heldUp.retry(another.id());
        await().atMost(TestDatabase.PATIENCE)
                .until(() -> heldUp.find(one.id()).isEmpty()
                        && heldUp.find(another.id()).isEmpty());
        jdbc.sql("delete from projection_dead_letter").update();
        await().atMost(TestDatabase.PATIENCE)
                .until(() -> Status.UP.equals(alarm.health().getStatus()));
    }
}
