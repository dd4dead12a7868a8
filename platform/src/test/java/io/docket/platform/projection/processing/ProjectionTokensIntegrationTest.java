package io.docket.platform.projection.processing;

import static io.docket.platform.testing.TestDatabase.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.projection.Noted;
import io.docket.platform.projection.TallyChanged;
import io.docket.platform.projection.TallyProjection;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProjectionTokensIntegrationTest {

    private static final int NOTES = 6_000;

    @ParameterizedTest
    @EnumSource(Database.class)
    void aTokenIsMovedOverWhatDoesNotConcernItsProjectionWhichThenGoesOn(Database kind) {
        try (var database = TestDatabase.create(kind)) {
            TallyProjection.createTable(database.jdbc());
            try (var application = TestApplication.start(database, TallyProjection.class)) {
                application.publish("Tally", "tally-1", 0, new TallyChanged(1));
                application.awaitProjections();
                application.publish(
                        "Note",
                        "note-1",
                        0,
                        Stream.generate(Noted::new).limit(NOTES).toArray());
                var tokens = application.bean(ProjectionTokens.class);

                await().atMost(PATIENCE).until(() -> tokens.position(TallyProjection.NAME) == NOTES + 1);

                application.publish("Tally", "tally-1", 1, new TallyChanged(2));
                await().atMost(PATIENCE).until(() -> tokens.position(TallyProjection.NAME) == NOTES + 2);
            }
            assertThat(database.jdbc()
                            .sql("select total from tally")
                            .query(Integer.class)
                            .list())
                    .containsExactly(3);
        }
    }
}
