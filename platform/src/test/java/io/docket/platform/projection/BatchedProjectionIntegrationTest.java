package io.docket.platform.projection;

import static io.docket.platform.projection.TallyProjection.ENDLESS;
import static io.docket.platform.projection.TallyProjection.LIMIT;
import static io.docket.platform.projection.TallyProjection.NAME;
import static io.docket.platform.projection.TallyProjection.POISON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.docket.platform.projection.faults.Retries;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(OutputCaptureExtension.class)
@ParameterizedClass
@EnumSource(Database.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class BatchedProjectionIntegrationTest {

    @Parameter
    Database kind;

    private TestDatabase database;
    private TestApplication application;
    private JdbcClient jdbc;
    private TallyProjection projection;

    @BeforeParameterizedClassInvocation
    void start() {
        database = TestDatabase.create(kind);
        jdbc = database.jdbc();
        TallyProjection.createTable(jdbc);
        application = TestApplication.start(database, TallyProjection.class);
        projection = application.bean(TallyProjection.class);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        application.close();
        database.close();
    }

    @AfterEach
    void forget() {
        projection.mended(false);
        jdbc.sql("delete from projection_dead_letter").update();
    }

    private static String newTally() {
        return UUID.randomUUID().toString();
    }

    private void publish(String tally, long firstSequenceNumber, int... amounts) {
        application.publish(
                "Tally",
                tally,
                firstSequenceNumber,
                IntStream.of(amounts).mapToObj(TallyChanged::new).toArray());
    }

    private @Nullable Projected<Integer> row(String tally) {
        return projection.read(List.of(tally)).get(tally);
    }

    private void assertTotal(String tally, long version, int total) {
        assertThat(row(tally)).isNotNull().satisfies(row -> {
            assertThat(row.version()).isEqualTo(version);
            assertThat(row.value()).isEqualTo(total);
        });
    }

    /** The sequence number of the first event of a tally that is not taken in; nothing if it is not held up. */
    private List<Long> heldUp(String tally) {
        return jdbc.sql("select sequence_number from projection_dead_letter where projection = ? and aggregate_id = ?")
                .params(NAME, tally)
                .query(Long.class)
                .list();
    }

    private List<String> rows() {
        return jdbc.sql("select id, version, position, total from tally order by id")
                .query((row, number) -> row.getString("id") + row.getLong("version") + "/" + row.getLong("position")
                        + "=" + row.getInt("total"))
                .list();
    }

    /** Tries all that are held up; answers whether this one no longer is. */
    private boolean retry(String tally) {
        application
                .bean(Retries.class)
                .retryBehind("", Set.of(NAME), Instant.parse("9999-01-01T00:00:00Z"), () -> true, any -> 0);
        return jdbc.sql("select count(*) from projection_dead_letter where projection = ? and aggregate_id = ?")
                        .params(NAME, tally)
                        .query(Long.class)
                        .single()
                == 0;
    }

    private void awaitTotal(String tally, long version, int total) {
        await().atMost(TestDatabase.PATIENCE).untilAsserted(() -> assertTotal(tally, version, total));
    }

    @Nested
    class Events {

        @Test
        void areEachCountedOnce() {
            List<String> tallies =
                    IntStream.range(0, 20).mapToObj(i -> newTally()).toList();
            tallies.forEach(tally -> publish(tally, 0, 1, 2));
            tallies.forEach(tally -> publish(tally, 2, 4, 8, 16));

            application.awaitProjections();

            assertThat(tallies).allSatisfy(tally -> assertTotal(tally, 4, 31));
        }

        @Test
        void leaveTheirPositionInTheRow() {
            String tally = newTally();
            publish(tally, 0, 1, 1);

            application.awaitProjections();

            long position = jdbc.sql("select max(global_index) from domain_event where aggregate_identifier = ?")
                    .param(tally)
                    .query(Long.class)
                    .single();
            assertThat(row(tally)).isEqualTo(new Projected<>(tally, 1, position, 2));
        }

        @Test
        void thatAreDeliveredTwiceAreCountedOnce() {
            String tally = newTally();
            publish(tally, 0, 1, 2);
            publish(tally, 2, 4);
            application.awaitProjections();
            List<String> before = rows();
            long writesBefore = projection.writes().size();

            application.replay(NAME);

            assertTotal(tally, 2, 7);
            assertThat(rows()).isEqualTo(before);
            assertThat(projection.writes()).hasSize((int) writesBefore);
        }

        @Test
        void makeTheSameRowsInARebuild() {
            IntStream.range(0, 30).forEach(i -> publish(newTally(), 0, i, i + 1));
            application.awaitProjections();
            List<String> before = rows();

            application.rebuild(NAME, "tally");

            assertThat(rows()).isEqualTo(before);
        }

        @Test
        void thatWaitTogetherAreWrittenTogether() {
            List<String> tallies =
                    IntStream.range(0, 50).mapToObj(i -> newTally()).toList();

            application.whileStopped(NAME, () -> {
                projection.writes().clear();
                tallies.forEach(tally -> publish(tally, 0, 1, 1));
            });

            assertThat(tallies).allSatisfy(tally -> assertTotal(tally, 1, 2));
            assertThat(projection.writes().size()).isLessThan(tallies.size() / 2);
        }
    }

    @Nested
    class AnEventThatCannotBeHandled {

        @Test
        void holdsUpItsOwnAggregateAndNoOther() {
            String poisoned = newTally();
            String healthy = newTally();
            publish(poisoned, 0, 1);
            publish(poisoned, 1, POISON);
            publish(healthy, 0, 1);
            publish(poisoned, 2, 2, 4);
            publish(healthy, 1, 2);

            application.awaitProjections();

            assertTotal(healthy, 1, 3);
            assertTotal(poisoned, 0, 1);
            assertThat(heldUp(poisoned)).containsExactly(1L);
            assertThat(heldUp(healthy)).isEmpty();
        }

        /** An error, which the framework asks nobody about. */
        @Test
        void sinceItNeverEndsHoldsUpItsOwnAggregateAndNoOther() {
            String endless = newTally();
            String healthy = newTally();
            publish(endless, 0, 1, ENDLESS);
            publish(healthy, 0, 1);

            application.awaitProjections();

            assertTotal(healthy, 0, 1);
            assertThat(heldUp(endless)).containsExactly(1L);
        }

        @Test
        void andThoseBehindItAreTakenInOnceTheFaultIsMended() {
            String poisoned = newTally();
            publish(poisoned, 0, 1, POISON, 2);
            application.awaitProjections();
            publish(poisoned, 3, 4);
            application.awaitProjections();
            projection.mended(true);

            awaitTotal(poisoned, 3, 1 + POISON + 2 + 4);

            assertThat(heldUp(poisoned)).isEmpty();
        }

        @Test
        void staysPutAsideWhileTheFaultIsNotMended() {
            String poisoned = newTally();
            publish(poisoned, 0, 1, POISON, 2);
            application.awaitProjections();

            assertThat(retry(poisoned)).isFalse();

            assertTotal(poisoned, 0, 1);
            assertThat(heldUp(poisoned)).containsExactly(1L);
        }

        @Test
        void isTakenInWithThoseUpToTheNextOne() {
            String poisoned = newTally();
            publish(poisoned, 0, 1, POISON, 2, LIMIT, 4);
            application.awaitProjections();
            projection.mended(true);

            awaitTotal(poisoned, 2, 1 + POISON + 2);

            assertThat(heldUp(poisoned)).containsExactly(3L);
        }

        @Test
        void doesNotHoldUpItsAggregateAnyLongerOnceItIsTakenIn() {
            String poisoned = newTally();
            publish(poisoned, 0, 1, POISON);
            application.awaitProjections();
            projection.mended(true);
            awaitTotal(poisoned, 1, 1 + POISON);

            publish(poisoned, 2, 2);
            application.awaitProjections();

            assertTotal(poisoned, 2, 1 + POISON + 2);
        }

        @Test
        void holdsUpItsAggregateHoweverManyComeAfterIt() {
            String poisoned = newTally();
            String healthy = newTally();
            publish(poisoned, 0, POISON);
            for (int first = 1; first < 2_501; first += 500) {
                publish(poisoned, first, IntStream.range(0, 500).map(i -> 0).toArray());
            }
            publish(healthy, 0, 1);

            application.awaitProjections();

            assertTotal(healthy, 0, 1);
            projection.mended(true);
            awaitTotal(poisoned, 2_500, POISON);
        }

        @Test
        void isLoggedAndCountedWithoutWhatItHolds(CapturedOutput output) {
            String poisoned = newTally();
            publish(poisoned, 0, POISON, 2, 4);

            application.awaitProjections();

            assertThat(output.getAll().lines().filter(line -> line.contains(poisoned)))
                    .singleElement()
                    .asString()
                    .contains(
                            "tally holds up",
                            "docket.test.tally-changed",
                            "sequence number 0",
                            "java.lang.IllegalArgumentException at TallyProjection.java:")
                    .doesNotContain(String.valueOf(POISON));
            MeterRegistry meters = application.bean(MeterRegistry.class);
            await().atMost(TestDatabase.PATIENCE)
                    .untilAsserted(() -> assertThat(meters.get("docket.projection.dead.letters")
                                    .tag("projection", NAME)
                                    .gauge()
                                    .value())
                            .isEqualTo(1));
        }
    }

    @Nested
    class AFaultThatPasses {

        @Test
        void failsTheBatchUntilTheDatabaseWorks() {
            String tally = newTally();
            publish(tally, 0, 1);
            application.awaitProjections();
            jdbc.sql("alter table tally rename to tally_away").update();
            int failures = projection.failures();
            publish(tally, 1, 2);
            await().atMost(TestDatabase.PATIENCE).until(() -> projection.failures() > failures + 1);

            jdbc.sql("alter table tally_away rename to tally").update();
            publish(tally, 2, 4);
            application.awaitProjections();

            assertTotal(tally, 2, 7);
            assertThat(heldUp(tally)).isEmpty();
        }

        @Test
        void mayBeAnError() {
            String tally = newTally();
            projection.failNextWrites(2);
            publish(tally, 0, 1);

            application.awaitProjections();

            assertTotal(tally, 0, 1);
            assertThat(heldUp(tally)).isEmpty();
        }
    }

    @Nested
    class ARowThatTheDatabaseRefuses {

        @Test
        void putsAsideOnlyItsEventAndThoseBehindIt(CapturedOutput output) {
            String excessive = newTally();
            List<String> others =
                    IntStream.range(0, 10).mapToObj(i -> newTally()).toList();
            others.forEach(tally -> publish(tally, 0, 1));
            publish(excessive, 0, 1, LIMIT, 2);
            others.forEach(tally -> publish(tally, 1, 2));
            application.awaitProjections();
            assertTotal(excessive, 0, 1);
            jdbc.sql("delete from projection_dead_letter").update();

            application.rebuild(NAME, "tally");
            assertThat(others).allSatisfy(tally -> assertTotal(tally, 1, 3));
            assertTotal(excessive, 0, 1);
            assertThat(heldUp(excessive)).containsExactly(1L);
            assertThat(others).allSatisfy(tally -> assertThat(heldUp(tally)).isEmpty());
            assertThat(output.getAll()).contains("23").doesNotContain(String.valueOf(LIMIT + 1));
        }
    }

    @Nested
    class AMissingEvent {

        @Test
        void isNotSkipped() {
            String tally = newTally();
            publish(tally, 0, 1);
            publish(tally, 2, 4);

            application.awaitProjections();

            assertTotal(tally, 0, 1);
            assertThat(heldUp(tally)).containsExactly(2L);
            assertThat(retry(tally)).isFalse();
        }

        @Test
        void atTheBeginningIsNotSkipped() {
            String tally = newTally();
            publish(tally, 1, 4);

            application.awaitProjections();

            assertThat(row(tally)).isNull();
            assertThat(heldUp(tally)).containsExactly(1L);
        }

        @Test
        void ofTheRowAloneIsTakenFromTheLog() {
            String tally = newTally();
            publish(tally, 0, 1, 2);
            application.awaitProjections();
            jdbc.sql("delete from tally where id = ?").param(tally).update();

            publish(tally, 2, 4);

            awaitTotal(tally, 2, 7);
        }
    }

    /** What lies in the framework's queue of a store that was used before. */
    @Nested
    class LettersOfBefore {

        @Test
        void areTakenOver() {
            String schema = "before";
            try (HikariDataSource old = database.newPool()) {
                old.setSchema(schema);
                Flyway.configure()
                        .dataSource(database.dataSource())
                        .schemas(schema)
                        .target("1")
                        .load()
                        .migrate();
                JdbcClient sql = JdbcClient.create(old);
                for (int event = 0; event < 3; event++) {
                    sql.sql("insert into domain_event values (?, ?, 'T-1', ?, 'Tally', current_timestamp, "
                                    + "'docket.test.tally-changed', '1', ?, ?)")
                            .params(40 + event, "e-" + event, event, new byte[0], new byte[0])
                            .update();
                }
                for (int letter = 1; letter < 3; letter++) {
                    sql.sql("insert into dead_letter (dead_letter_id, processing_group, sequence_identifier, "
                                    + "sequence_index, message_type, event_identifier, time_stamp, payload_type, payload, "
                                    + "enqueued_at, cause_type, cause_message) values (?, 'tally', 'T-1', ?, 'event', ?, "
                                    + "'2026-01-02T03:04:05.678Z', 'docket.test.tally-changed', ?, "
                                    + "'2026-01-02T03:04:05.678Z', ?, 'secret')")
                            .params(
                                    "l-" + letter,
                                    letter,
                                    "e-" + letter,
                                    new byte[0],
                                    letter == 1 ? "java.lang.ArithmeticException" : "none")
                            .update();
                }

                Flyway.configure()
                        .dataSource(database.dataSource())
                        .schemas(schema)
                        .load()
                        .migrate();

                assertThat(sql.sql("select * from projection_dead_letter")
                                .query()
                                .listOfRows())
                        .singleElement()
                        .satisfies(row -> assertThat(row)
                                .containsEntry("dead_letter_id", "l-1")
                                .containsEntry("projection", "tally")
                                .containsEntry("aggregate_id", "T-1")
                                .containsEntry("sequence_number", 1L)
                                .containsEntry("position", 41L)
                                .containsEntry("cause", "java.lang.ArithmeticException"));
            }
        }
    }
}
