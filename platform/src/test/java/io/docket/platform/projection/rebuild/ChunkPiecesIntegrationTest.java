package io.docket.platform.projection.rebuild;

import static io.docket.platform.projection.TallyProjection.NAME;
import static io.docket.platform.projection.TallyProjection.UNREADABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.projection.TallyProjection;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Aggregates that begin together, and are too much to be made together. */
class ChunkPiecesIntegrationTest {

    /** Each tally has an event at its number, and at each so manieth position behind it. */
    private static void fillLog(TestDatabase database, Database kind, int tallies, int events) {
        String numbers = kind == Database.H2 ? "system_range(1, ?) as n (x)" : "generate_series(1, ?) as n (x)";
        database.jdbc()
                .sql("insert into domain_event select x, 'e-' || x, 't-' || mod(x, " + tallies + "), (x - 1) / "
                        + tallies + ", 'Tally', current_timestamp, 'docket.test.tally-changed', '1', ?, ? from "
                        + numbers)
                .params("{\"amount\":1}".getBytes(UTF_8), "{}".getBytes(UTF_8), events)
                .update();
    }

    private static List<String> rows(JdbcClient jdbc) {
        return jdbc.sql("select id, version, position, total from tally order by id")
                .query((row, number) ->
                        row.getString(1) + " " + row.getLong(2) + " " + row.getLong(3) + " " + row.getLong(4))
                .list();
    }

    private static Replay replay(TestApplication application) {
        return application.bean(Replays.class).find("in-pieces").orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void thatHaveTooManyEventsAreMadeInPiecesAndWhatKeepsOneOfThemFromBeingMadeIsTold(Database kind) {
        try (TestDatabase database = TestDatabase.create(kind)) {
            JdbcClient jdbc = database.jdbc();
            TallyProjection.createTable(jdbc);
            fillLog(database, kind, 3_000, ChunkFill.MOST_EVENTS + 5_000);
            jdbc.sql("update domain_event set payload = ? where global_index = 1")
                    .param(("{\"amount\":" + UNREADABLE + "}").getBytes(UTF_8))
                    .update();
            try (TestApplication application = TestApplication.start(database, TallyProjection.class)) {
                application.awaitProjections();
                List<String> before = rows(jdbc);
                assertThat(before).hasSize(3_000);
                jdbc.sql("update tally set total = -7").update();
                TallyProjection projection = application.bean(TallyProjection.class);
                projection.unreadable(true);
                application.bean(Replays.class).start("in-pieces", NAME, false, "somebody");

                await().atMost(TestDatabase.PATIENCE)
                        .until(() -> replay(application).cause() != null);
                assertThat(replay(application).cause())
                        .startsWith("io.docket.platform.errors.UnavailableException at TallyProjection.java:");
                assertThat(replay(application).status()).isEqualTo(Replay.Status.RUNNING);
                await().atMost(TestDatabase.PATIENCE)
                        .until(() -> jdbc.sql("select count(*) from projection_rebuild_chunk where after_position > 0 "
                                                + "and up_to <= " + RebuildRecords.CHUNK)
                                        .query(Long.class)
                                        .single()
                                > 1);
                projection.unreadable(false);

                await().atMost(TestDatabase.PATIENCE)
                        .until(() -> replay(application).hasEnded());
                assertThat(replay(application).status()).isEqualTo(Replay.Status.COMPLETED);
                assertThat(replay(application).cause()).isNull();
                assertThat(rows(jdbc)).isEqualTo(before);
            }
        }
    }

    /** For all together the database does not give the time, and for one of them alone neither. */
    @Test
    void thatTakeTooLongAreMadeInPiecesAndOneByItselfTakesTheTimeThatItNeeds() {
        try (TestDatabase database = TestDatabase.create(Database.POSTGRESQL)) {
            JdbcClient jdbc = database.jdbc();
            TallyProjection.createTable(jdbc);
            fillLog(database, Database.POSTGRESQL, 20, 1_000);
            Map<String, Object> impatient = new HashMap<>(database.properties());
            impatient.put("spring.datasource.hikari.connection-init-sql", "set statement_timeout = '800ms'");
            try (TestApplication application = TestApplication.start(impatient, TallyProjection.class)) {
                application.awaitProjections();
                List<String> before = rows(jdbc);
                assertThat(before).hasSize(20);
                jdbc.sql("update tally set total = -7").update();
                jdbc.sql("create function slow(id text) returns boolean language plpgsql volatile as $$ begin "
                                + "perform pg_sleep(case when id = 't-0' then 1.6 else 0.05 end); return true; end $$")
                        .update();
                jdbc.sql("alter table tally add constraint tally_is_slow check (slow(id)) not valid")
                        .update();

                application.bean(Replays.class).start("in-pieces", NAME, false, "somebody");

                await().atMost(TestDatabase.PATIENCE.multipliedBy(2))
                        .until(() -> replay(application).hasEnded());
                assertThat(replay(application).status()).isEqualTo(Replay.Status.COMPLETED);
                assertThat(rows(jdbc)).isEqualTo(before);
            }
        }
    }
}
