package io.docket.platform.projection.rebuild;

import static io.docket.platform.projection.TallyProjection.NAME;
import static io.docket.platform.projection.TallyProjection.UNREADABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.projection.TallyProjection;
import io.docket.platform.projection.processing.ProjectionTokens;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A process finds a long log of which its read model has nothing yet. */
@ExtendWith(OutputCaptureExtension.class)
@ParameterizedClass
@EnumSource(Database.class)
@SuppressWarnings("NullAway.Init")
@Tag("long")
class RebuildAtStartIntegrationTest {

    private static final int TALLIES = 5000;

    @Parameter
    Database kind;

    private TestDatabase database;
    private JdbcClient jdbc;

    @BeforeEach
    void create() {
        database = TestDatabase.create(kind);
        jdbc = database.jdbc();
        TallyProjection.createTable(jdbc);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private TestApplication start() {
        return TestApplication.start(database, TallyProjection.class);
    }

    /** Each tally has an event at its number, and at each {@link #TALLIES}th position behind it. */
    private void fillLog(int events, int amount) {
        String numbers = kind == Database.H2 ? "system_range(1, ?) as n (x)" : "generate_series(1, ?) as n (x)";
        jdbc.sql("insert into domain_event select x, 'e-' || x, 't-' || mod(x, " + TALLIES + "), (x - 1) / " + TALLIES
                        + ", 'Tally', current_timestamp, 'docket.test.tally-changed', '1', ?, ? from " + numbers)
                .params(("{\"amount\":" + amount + "}").getBytes(UTF_8), "{}".getBytes(UTF_8), events)
                .update();
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private long positionsDone() {
        return jdbc.sql("select coalesce(sum(up_to - after_position), 0) from projection_rebuild_chunk")
                .query(Long.class)
                .single();
    }

    private List<String> rows() {
        return jdbc.sql("select id, version, position, total from tally order by id")
                .query((row, number) ->
                        row.getString(1) + " " + row.getLong(2) + " " + row.getLong(3) + " " + row.getLong(4))
                .list();
    }

    @Test
    void whichIsTakenInInBulk() {
        fillLog(22_000, 1);

        try (TestApplication application = start()) {
            application.awaitProjections();

            assertThat(application.bean(TallyProjection.class).writes()).isEmpty();
            assertThat(application.bean(ProjectionTokens.class).position(NAME)).isEqualTo(22_000);
            assertThat(jdbc.sql("select sum(total) from tally")
                            .query(Long.class)
                            .single())
                    .isEqualTo(22_000);
            List<String> made = rows();
            application.rebuild(NAME, "tally");
            assertThat(made).hasSize(TALLIES).isEqualTo(rows());
        }
    }

    @Test
    void andGoesOnWhereAnotherProcessHasLeftIt() {
        fillLog(12_000, 0);
        jdbc.sql("update domain_event set payload = ? where global_index = 4000")
                .param(("{\"amount\":" + UNREADABLE + "}").getBytes(UTF_8))
                .update();
        int folded;
        try (TestApplication application = start()) {
            application.awaitProjections();
            var projection = application.bean(TallyProjection.class);
            projection.unreadable(true);
            int before = projection.folded();
            jdbc.sql("insert into projection_rebuild (rebuild_id, projection, stage, up_to, chunk_size, started_at) "
                            + "values ('r-1', ?, 'ASKED_FOR', 12000, 100, current_timestamp)")
                    .param(NAME)
                    .update();
            application.bean(Rebuilds.class).lookSoon();
            await().atMost(TestDatabase.PATIENCE).until(() -> positionsDone() >= 4000);
            assertThat(positionsDone()).isBetween(4000L, 11_999L);
            folded = projection.folded() - before;
            assertThat(folded).isPositive();
        }
        List<String> live = rows();
        jdbc.sql("update projection_rebuild set owner = 'gone', heard_at = timestamp '2000-01-01 00:00:00'")
                .update();

        try (TestApplication application = start()) {
            await().atMost(TestDatabase.PATIENCE).until(() -> count("projection_rebuild") == 0);

            assertThat(rows()).isEqualTo(live);
            assertThat(application.bean(TallyProjection.class).folded()).isLessThan(12_000 - 4000);
        }
    }

    @Test
    void isLeftToTheLiveProjectionUpToAnEventThatOnlyANewerVersionKnows(CapturedOutput output) {
        fillLog(12_000, 1);
        jdbc.sql("update domain_event set payload_revision = '2' where global_index = 600")
                .update();

        try (TestApplication application = start()) {
            await().atMost(TestDatabase.PATIENCE)
                    .untilAsserted(() -> assertThat(count("tally")).isEqualTo(599));
            assertThat(application.bean(RebuildRecords.class).find(NAME)).isEmpty();
            assertThat(jdbc.sql("select outcome || ' ' || requested_by from projection_replay")
                            .query(String.class)
                            .single())
                    .isEqualTo("FAILED docket");
            assertThat(output).contains("tally stops before position 600");
        }
    }
}
