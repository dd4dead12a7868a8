package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A process is killed while it makes a read model anew; two others go on with it. */
@Tag("long")
class RebuildKillIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("rebuild-kill");

    private static final List<String> TABLES = List.of("case_history", "case_list", "case_word");
    private static final String DONE = "select count(*) from projection_rebuild_chunk";
    private static final int EVENTS = 1_500;
    private static final String REPLAY = "7c5a5e1c-52a4-4d0b-8a52-3d2d6d1f4c11";

    private final Database database = PostgreSql.newDatabase();
    private final DocketSettings settings =
            DocketSettings.in(DOCKETS.newFolder()).on(database);

    @Test
    void twoOthersGoOnWithWhatAKilledProcessHasLeft() {
        new WriteLoad().runUntilKilled("before", DOCKETS.start(settings), EVENTS);
        assertThat(DOCKETS.start(settings).stop()).isIn(0, 143);
        keepTables();
        database.execute(List.of(
                "insert into projection_replay (replay_id, projection, dry_run, requested_by, requested_at)"
                        + " values ('" + REPLAY + "', 'cases', false, 'operator', current_timestamp)",
                "insert into projection_rebuild"
                        + " (rebuild_id, projection, stage, up_to, chunk_size, started_at, replay_id)"
                        + " select 'a-rebuild', 'cases', 'ASKED_FOR', max(global_index), 2, current_timestamp, '"
                        + REPLAY
                        + "' from domain_event"));

        DocketProcess first = DOCKETS.launch(settings);
        await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(5)).until(() -> number(DONE) > 20);
        first.kill9();
        first.awaitEnd();

        assertThat(number(DONE)).isLessThan(EVENTS / 2);
        DocketProcess second = DOCKETS.launch(settings);
        DocketProcess third =
                DOCKETS.launch(DocketSettings.in(DOCKETS.newFolder()).on(database));
        second.awaitReady();
        third.awaitReady();
        await().atMost(Duration.ofMinutes(1)).until(() -> number("select count(*) from projection_rebuild") == 0);

        assertThat(second.client("operator")
                        .get("/operations/replays/" + REPLAY)
                        .expect(200)
                        .text("status"))
                .isEqualTo("completed");
        TABLES.forEach(table -> assertThat(number("select count(*) from ((table " + table + " except table kept."
                        + table + ") union all (table kept." + table + " except table " + table + ")) as different"))
                .as(table)
                .isZero());
        new WriteLoad().runUntilKilled("after", third, 20);
        second.client("bank-channel").get("/v1/case/cases").expect(200);
    }

    private void keepTables() {
        List<String> statements = new ArrayList<>(List.of("create schema kept"));
        TABLES.forEach(table -> statements.add("create table kept." + table + " as table " + table));
        database.execute(statements);
        TABLES.forEach(table -> assertThat(number("select count(*) from kept." + table))
                .as(table)
                .isPositive());
    }

    private long number(String sql) {
        return Long.parseLong(database.query(sql).get(0));
    }
}
