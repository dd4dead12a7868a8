package io.docket.platform.projection;

import static io.docket.platform.projection.TallyProjection.LIMIT;
import static io.docket.platform.projection.TallyProjection.NAME;
import static io.docket.platform.projection.TallyProjection.POISON;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.SequencedDeadLetterProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

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
        jdbc.sql("delete from dead_letter").update();
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
        assertThat(row(tally)).satisfies(row -> {
            assertThat(row.version()).isEqualTo(version);
            assertThat(row.value()).isEqualTo(total);
        });
    }

    /** The sequence numbers of a tally's events that were put aside, in order. */
    private List<Long> putAside(String tally) {
        return jdbc.sql("select sequence_number from dead_letter where processing_group = ? "
                        + "and aggregate_identifier = ? order by sequence_index")
                .params(NAME, tally)
                .query(Long.class)
                .list();
    }

    private List<String> rows() {
        return jdbc.sql("select id, version, position, change, changed_at, total from tally order by id")
                .query((row, number) -> row.getString("id") + row.getLong("version") + "/" + row.getLong("position")
                        + row.getString("change") + row.getString("changed_at") + row.getInt("total"))
                .list();
    }

    private boolean processPutAside() {
        SequencedDeadLetterProcessor<EventMessage<?>> deadLetters = application
                .bean(EventProcessingConfiguration.class)
                .sequencedDeadLetterProcessor(NAME)
                .orElseThrow();
        return deadLetters.processAny();
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
        void leaveTheirPositionNameAndTimeInTheRow() {
            String tally = newTally();
            Instant time = Instant.parse("2025-06-07T08:09:10.111Z");
            application.publish("Tally", tally, 0, time, new TallyChanged(1), new TallyChanged(1));

            application.awaitProjections();

            long position = jdbc.sql("select max(global_index) from domain_event where aggregate_identifier = ?")
                    .param(tally)
                    .query(Long.class)
                    .single();
            assertThat(row(tally)).isEqualTo(new Projected<>(tally, 1, position, "tally-changed", time, 2));
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
            assertThat(putAside(poisoned)).containsExactly(1L, 2L, 3L);
            assertThat(putAside(healthy)).isEmpty();
        }

        @Test
        void andThoseBehindItAreTakenInOnceTheFaultIsMended() {
            String poisoned = newTally();
            publish(poisoned, 0, 1, POISON, 2);
            application.awaitProjections();
            publish(poisoned, 3, 4);
            application.awaitProjections();
            projection.mended(true);

            assertThat(processPutAside()).isTrue();

            assertTotal(poisoned, 3, 1 + POISON + 2 + 4);
            assertThat(putAside(poisoned)).isEmpty();
        }

        @Test
        void staysPutAsideWhileTheFaultIsNotMended() {
            String poisoned = newTally();
            publish(poisoned, 0, 1, POISON, 2);
            application.awaitProjections();

            assertThat(processPutAside()).isFalse();

            assertTotal(poisoned, 0, 1);
            assertThat(putAside(poisoned)).containsExactly(1L, 2L);
        }

        @Test
        void doesNotHoldUpItsAggregateAnyLongerOnceItIsTakenIn() {
            String poisoned = newTally();
            publish(poisoned, 0, 1, POISON);
            application.awaitProjections();
            projection.mended(true);
            processPutAside();

            publish(poisoned, 2, 2);
            application.awaitProjections();

            assertTotal(poisoned, 2, 1 + POISON + 2);
        }
    }

    @Nested
    class ARowThatTheDatabaseRefuses {

        @Test
        void putsAsideOnlyItsEventAndThoseBehindIt() {
            String excessive = newTally();
            List<String> others =
                    IntStream.range(0, 10).mapToObj(i -> newTally()).toList();
            others.forEach(tally -> publish(tally, 0, 1));
            publish(excessive, 0, 1, LIMIT, 2);
            others.forEach(tally -> publish(tally, 1, 2));
            application.awaitProjections();
            assertTotal(excessive, 0, 1);
            jdbc.sql("delete from dead_letter").update();

            application.rebuild(NAME, "tally");
            assertThat(others).allSatisfy(tally -> assertTotal(tally, 1, 3));
            assertTotal(excessive, 0, 1);
            assertThat(putAside(excessive)).containsExactly(1L, 2L);
            assertThat(others).allSatisfy(tally -> assertThat(putAside(tally)).isEmpty());
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
            assertThat(putAside(tally)).containsExactly(2L);
        }

        @Test
        void atTheBeginningIsNotSkipped() {
            String tally = newTally();
            publish(tally, 1, 4);

            application.awaitProjections();

            assertThat(row(tally)).isNull();
            assertThat(putAside(tally)).containsExactly(1L);
        }
    }
}
