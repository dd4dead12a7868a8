package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A process is killed while it makes a read model anew; two others go on with it, while clients write and read. */
@Tag("long")
class RebuildKillIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("rebuild-kill");

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> TABLES = List.of("case_history", "case_list", "case_word");
    private static final String DONE = "select count(*) from projection_rebuild_chunk";
    private static final int EVENTS = 1_500;

    /** So that it is not over before anybody has seen it begin. */
    private static final List<String> SLOWLY = List.of(
            "create function slowly() returns trigger language plpgsql as"
                    + " $$ begin perform pg_sleep(0.03); return new; end $$",
            "create trigger slowly before insert on projection_rebuild_chunk for each row execute function slowly()");

    private static final String REPLAY = "7c5a5e1c-52a4-4d0b-8a52-3d2d6d1f4c11";

    private final Database database = PostgreSql.newDatabase();
    private final DocketSettings settings = settings();

    @Test
    void twoOthersGoOnWithWhatAKilledProcessHasLeft() {
        new WriteLoad().runUntilKilled("before", DOCKETS.start(settings), EVENTS);
        assertThat(DOCKETS.start(settings).stop()).isIn(0, 143);
        askForARebuildInPieces();
        database.execute(SLOWLY);
        DocketProcess first = DOCKETS.launch(settings);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> number(DONE) > 20);
        first.kill9();
        first.awaitEnd();
        long left = number(DONE);
        assertThat(left).isLessThan(EVENTS / 2);
        database.execute(List.of("drop trigger slowly on projection_rebuild_chunk", "drop function slowly"));

        // Whoever reads for long keeps the new tables from their place, and nobody else from the old ones.
        var reader = new LockHolder(database);
        reader.hold("select 1 from case_list");
        DocketProcess second = DOCKETS.launch(settings);
        DocketProcess third = DOCKETS.launch(settings());
        var clients = new Clients(second.awaitReady(), third.awaitReady());
        clients.awaitReads(50);
        assertThat(database.query("select rebuild_id from projection_rebuild"))
                .as("not begun again")
                .containsExactly("a-rebuild");
        assertThat(number(DONE)).isGreaterThan(left);
        assertThat(status(second)).isEqualTo("running");
        reader.release();
        await().atMost(PATIENCE).until(() -> status(third).equals("completed"));
        clients.awaitReads(50);
        clients.stop();

        assertThat(number("select count(*) from projection_rebuild")).isZero();
        assertThat(number(DONE)).isZero();
        assertThat(second.stop()).isIn(0, 143);
        assertThat(third.stop()).isIn(0, 143);
        keepTables();
        ReadModels.empty(database);
        assertThat(DOCKETS.start(settings).stop()).isIn(0, 143);
        TABLES.forEach(table -> assertThat(number("select count(*) from ((table " + table + " except table kept."
                        + table + ") union all (table kept." + table + " except table " + table + ")) as different"))
                .as(table)
                .isZero());
    }

    private DocketSettings settings() {
        return DocketSettings.in(DOCKETS.newFolder()).on(database);
    }

    /** As an operator asks for it, but in pieces so small that there is a middle. */
    private void askForARebuildInPieces() {
        database.execute(List.of(
                "insert into projection_replay (replay_id, projection, dry_run, requested_by, requested_at)"
                        + " values ('" + REPLAY + "', 'cases', false, 'operator', current_timestamp)",
                "insert into projection_rebuild"
                        + " (rebuild_id, projection, stage, up_to, chunk_size, started_at, replay_id)"
                        + " select 'a-rebuild', 'cases', 'ASKED_FOR', max(global_index), 2, current_timestamp, '"
                        + REPLAY
                        + "' from domain_event"));
    }

    private static String status(DocketProcess process) {
        return process.client("operator")
                .get("/operations/replays/" + REPLAY)
                .expect(200)
                .text("status");
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

    /** One writes, and one reads what is written, at one process and at the other: nothing fails, and nothing goes back. */
    private static final class Clients {

        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger reads = new AtomicInteger();
        private final CompletableFuture<Void> both;

        Clients(DocketProcess one, DocketProcess other) {
            Client client = one.client("bank-agent");
            String id = client.complain("READ", "Read all the time").expect(201).text("id");
            client.getCase(id).expect(200);
            both = CompletableFuture.allOf(
                    start(() -> write(client, id)), start(() -> read(List.of(client, other.client("bank-agent")), id)));
        }

        private CompletableFuture<Void> start(Runnable work) {
            return CompletableFuture.runAsync(work).whenComplete((done, failure) -> over.set(true));
        }

        private void write(Client client, String id) {
            for (int times = 0; !over.get(); times++) {
                client.put(Client.ROOT + "/cases/" + id, Map.of("resolution", "Resolved " + times))
                        .expect(200);
                client.complain("READ", "One more").expect(201);
            }
        }

        private void read(List<Client> clients, String id) {
            long seen = 0;
            int most = 1;
            while (!over.get()) {
                for (Client client : clients) {
                    long version = Long.parseLong(
                            client.getCase(id).expect(200).header("ETag").replace("\"", ""));
                    assertThat(version).isGreaterThanOrEqualTo(seen);
                    seen = version;
                    int found = Integer.parseInt(client.get(Client.ROOT + "/cases?customer-id=READ")
                            .expect(200)
                            .text("total-count"));
                    assertThat(found).isGreaterThanOrEqualTo(most);
                    most = found;
                    reads.incrementAndGet();
                }
            }
        }

        /** So many from now on. */
        void awaitReads(int more) {
            int before = reads.get();
            await().atMost(PATIENCE).until(() -> over.get() || reads.get() >= before + more);
            if (over.get()) {
                both.join();
            }
        }

        void stop() {
            over.set(true);
            both.join();
        }
    }
}
