package io.docket.platform.projection.processing;

import static io.docket.platform.projection.TallyProjection.NAME;
import static io.docket.platform.projection.TallyProjection.UNREADABLE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.projection.TallyChanged;
import io.docket.platform.projection.TallyProjection;
import io.docket.platform.projection.processing.ProjectionStates.Condition;
import io.docket.platform.projection.processing.ProjectionStates.State;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import org.axonframework.config.EventProcessingConfiguration;
import org.junit.jupiter.api.Test;

class ProjectionStatesIntegrationTest {

    private static State stateAt(TestApplication process) {
        return process.bean(ProjectionStates.class).all().stream()
                .filter(state -> state.name().equals(NAME))
                .findFirst()
                .orElseThrow();
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
