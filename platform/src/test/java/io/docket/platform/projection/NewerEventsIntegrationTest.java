package io.docket.platform.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.docket.platform.errors.UnavailableException;
import io.docket.platform.projection.processing.ProjectionReadiness;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.util.List;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The store holds events that a newer version of the application has appended. */
@ExtendWith(OutputCaptureExtension.class)
class NewerEventsIntegrationTest {

    private static final String TALLY = "T-1";

    private final TestDatabase database = TestDatabase.create(Database.H2);
    private final JdbcClient jdbc = database.jdbc();

    @AfterEach
    void close() {
        database.close();
    }

    private TestApplication start() {
        return TestApplication.start(database, TallyProjection.class, NoteProjection.class);
    }

    /** Makes the last event of the store be one that nobody here has heard of. */
    private void makeLast(String type, String revision) {
        jdbc.sql("update domain_event set payload_type = ?, payload_revision = ? where global_index = ?")
                .params(type, revision, head())
                .update();
    }

    private long head() {
        return jdbc.sql("select max(global_index) from domain_event")
                .query(Long.class)
                .single();
    }

    /** An event that a newer version appends, another one of the same tally, and a note. */
    private void appendFromNewerVersion(String type, String revision) {
        try (TestApplication newer = TestApplication.start(database)) {
            newer.publish("Tally", TALLY, 0, new TallyChanged(1));
            newer.publish("Tally", TALLY, 1, new TallyChanged(2));
            makeLast(type, revision);
            newer.publish("Tally", TALLY, 2, new TallyChanged(4));
            newer.publish("Note", "N-1", 0, new Noted());
        }
    }

    private static Integer total(TestApplication application) {
        Projected<Integer> row =
                application.bean(TallyProjection.class).read(List.of(TALLY)).get(TALLY);
        return row == null ? 0 : row.value();
    }

    private static Status readiness(TestApplication application) {
        return application.bean(ProjectionReadiness.class).health().getStatus();
    }

    @ParameterizedTest
    @CsvSource({"docket.test.tally-renamed, 1", "docket.test.tally-changed, 2"})
    void stopTheProjectionThatTheyMayConcernUntilANewerVersionGoesOn(
            String type, String revision, CapturedOutput output) {
        TallyProjection.createTable(jdbc);
        appendFromNewerVersion(type, revision);

        try (TestApplication older = start()) {
            await().atMost(TestDatabase.PATIENCE).untilAsserted(() -> {
                assertThat(total(older)).isEqualTo(1);
                assertThat(older.bean(NoteProjection.class).notes()).isEqualTo(1);
                assertThat(older.bean(EventProcessingConfiguration.class)
                                .eventProcessor(TallyProjection.NAME)
                                .orElseThrow()
                                .isRunning())
                        .isFalse();
            });
            assertThat(readiness(older)).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(output.getAll().lines().filter(line -> line.contains(type)))
                    .singleElement()
                    .asString()
                    .contains("tally stops before position 2", "revision " + revision);

            jdbc.sql("update domain_event set payload_type = 'docket.test.tally-changed', payload_revision = '1' "
                            + "where global_index = 2")
                    .update();
            try (TestApplication newer = start()) {
                await().atMost(TestDatabase.PATIENCE).untilAsserted(() -> {
                    assertThat(total(newer)).isEqualTo(7);
                    assertThat(readiness(older)).isEqualTo(Status.UP);
                });
            }
        }
    }

    @Test
    void ofOtherFamiliesStopNothing() {
        TallyProjection.createTable(jdbc);
        appendFromNewerVersion("docket.other-family.renamed", "1");

        try (TestApplication older = start()) {
            await().atMost(TestDatabase.PATIENCE).untilAsserted(() -> {
                assertThat(readiness(older)).isEqualTo(Status.UP);
                assertThat(older.bean(NoteProjection.class).notes()).isEqualTo(1);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"docket.test.tally-renamed, 1", "docket.test.tally-changed, 2", "docket.test.tally-changed, 1a"})
    void makeTheirAggregateUnavailable(String type, String revision) {
        TallyProjection.createTable(jdbc);
        appendFromNewerVersion(type, revision);

        try (TestApplication older = start()) {
            var repository = EventSourcingRepository.builder(Tally.class)
                    .eventStore(older.bean(EventStore.class))
                    .build();
            var unitOfWork = DefaultUnitOfWork.startAndGet(null);
            try {
                assertThatExceptionOfType(UnavailableException.class)
                        .isThrownBy(() -> repository.load(TALLY))
                        .withMessageContaining(type);
            } finally {
                unitOfWork.rollback();
            }
        }
    }

    /** Adds up its changes. */
    @SuppressWarnings("NullAway.Init")
    static class Tally {

        @AggregateIdentifier
        private String id;

        private int total;

        @EventSourcingHandler
        void on(TallyChanged event) {
            id = TALLY;
            total += event.amount();
        }

        @Override
        public String toString() {
            return id + total;
        }
    }
}
