package io.docket.platform.projection.processing;

import static io.docket.platform.projection.TallyProjection.NAME;
import static io.docket.platform.projection.TallyProjection.POISON;
import static io.docket.platform.projection.TallyProjection.UNREADABLE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.projection.TallyChanged;
import io.docket.platform.projection.TallyProjection;
import io.docket.platform.projection.faults.HandlingAutomation;
import io.docket.platform.projection.processing.ProjectionStates.Condition;
import io.docket.platform.projection.processing.ProjectionStates.State;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import org.axonframework.config.EventProcessingConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ProjectionStatesIntegrationTest {

    private static State stateAt(TestApplication process) {
        return stateAt(process, NAME);
    }

    private static State stateAt(TestApplication process, String name) {
        return process.bean(ProjectionStates.class).all().stream()
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static State automationAt(TestApplication process) {
        return stateAt(process, HandlingAutomation.NAME);
    }

    /** As on the query side alone, which has none. */
    @Test
    void areToldOfAutomationsThatOnlyOthersHave() {
        try (TestDatabase database = TestDatabase.create(Database.POSTGRESQL)) {
            TallyProjection.createTable(database.jdbc());
            HandlingAutomation.createTable(database.jdbc());
            database.jdbc()
                    .sql("insert into automation (name, families, ignored) values ('of-an-older-version', '', '')")
                    .update();
            try (TestApplication asked = TestApplication.start(database, TallyProjection.class)) {
                try (TestApplication other = TestApplication.start(database, HandlingAutomation.class)) {
                    other.publish("Tally", "a", 0, new TallyChanged(1), new TallyChanged(POISON), new TallyChanged(1));

                    await().atMost(TestDatabase.PATIENCE).ignoreExceptions().untilAsserted(() -> {
                        State automation = automationAt(asked);
                        assertThat(automation.condition()).isEqualTo(Condition.RUNNING);
                        assertThat(automation.position()).isEqualTo(3);
                        assertThat(automation.behind()).isZero();
                        assertThat(automation.heldUp()).isEqualTo(1);
                        assertThat(requireNonNull(automation.claim()).here()).isFalse();
                    });
                }

                asked.publish("Tally", "b", 0, new TallyChanged(1), new TallyChanged(1));
                await().atMost(TestDatabase.PATIENCE).untilAsserted(() -> {
                    State automation = automationAt(asked);
                    assertThat(automation.condition()).isEqualTo(Condition.UNCLAIMED);
                    assertThat(automation.behind()).isEqualTo(2);
                    assertThat(automation.lag()).isPositive();
                });
                assertThat(asked.bean(ProjectionStates.class).behind())
                        .containsEntry(HandlingAutomation.NAME, 2L)
                        .doesNotContainKey("of-an-older-version");
            }
        }
    }

    @Test
    void areToldOfAutomationsThatHaveStoppedElsewhere() {
        try (TestDatabase database = TestDatabase.create(Database.POSTGRESQL)) {
            JdbcClient jdbc = database.jdbc();
            HandlingAutomation.createTable(jdbc);
            try (TestApplication asked = TestApplication.start(database)) {
                asked.publish("Tally", "a", 0, new TallyChanged(1), new TallyChanged(2));
                jdbc.sql("update domain_event set payload_type = 'docket.test.tally-renamed' where sequence_number = 1")
                        .update();
                try (TestApplication older = TestApplication.start(database, HandlingAutomation.class)) {
                    await().atMost(TestDatabase.PATIENCE)
                            .ignoreExceptions()
                            .until(() -> automationAt(asked).condition() == Condition.STOPPED);
                    assertThat(automationAt(older).condition()).isEqualTo(Condition.STOPPED);
                }
                assertThat(automationAt(asked).position()).isEqualTo(1);
            }
        }
    }

    @Test
    void areToldAlsoByAProcessThatDoesNotWorkOnAProjection() {
        try (TestDatabase database = TestDatabase.create(Database.POSTGRESQL)) {
            TallyProjection.createTable(database.jdbc());
            try (TestApplication failing = TestApplication.start(database, TallyProjection.class);
                    TestApplication asked = TestApplication.start(database, TallyProjection.class)) {
                asked.bean(EventProcessingConfiguration.class)
                        .eventProcessor(NAME)
                        .orElseThrow()
                        .shutDown();
                failing.bean(TallyProjection.class).unreadable(true);
                failing.publish("Tally", "a", 0, new TallyChanged(1), new TallyChanged(UNREADABLE));

                await().atMost(TestDatabase.PATIENCE).until(() -> stateAt(asked).condition() == Condition.FAILING);
                assertThat(requireNonNull(stateAt(asked).failure()).cause())
                        .startsWith("io.docket.platform.errors.UnavailableException at TallyProjection.java:");

                failing.bean(TallyProjection.class).unreadable(false);
                await().atMost(TestDatabase.PATIENCE).until(() -> stateAt(asked).condition() == Condition.RUNNING);
            }
        }
    }
}
