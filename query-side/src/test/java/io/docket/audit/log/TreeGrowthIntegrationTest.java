package io.docket.audit.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.Database;
import io.docket.tlog.Hash;
import io.docket.tlog.Tree;
import io.docket.tlog.note.Checkpoint;
import io.docket.tlog.note.SignedNote;
import io.docket.tlog.note.SignerKey;
import io.docket.tlog.table.EventTable;
import io.docket.tlog.table.TileTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TreeGrowthIntegrationTest {

    static Checkpoint newest(LogOnDatabase log) {
        return Checkpoint.parse(log.checkpoints.newest().orElseThrow().text());
    }

    static void growAll(TreeGrowth growth) {
        boolean more = true;
        while (more) {
            more = growth.grow();
        }
    }

    private static void assertAllIn(LogOnDatabase log, int size) throws SQLException {
        Checkpoint checkpoint = newest(log);
        assertThat(checkpoint.size()).isEqualTo(size);
        try (Connection connection = log.database.dataSource().getConnection()) {
            List<Hash> leaves = EventTable.read(connection, 0, Long.MAX_VALUE, Integer.MAX_VALUE).stream()
                    .map(event -> event.entry().hash())
                    .toList();
            assertThat(leaves).hasSize(size);
            assertThat(mth(leaves)).isEqualTo(checkpoint.root());
            assertThat(new Tree(size, new TileTable(connection)).root()).isEqualTo(checkpoint.root());
        }
    }

    private static Hash mth(List<Hash> leaves) {
        int half = Integer.highestOneBit(Math.max(1, leaves.size() - 1));
        return leaves.size() == 1
                ? leaves.get(0)
                : Hash.ofNode(mth(leaves.subList(0, half)), mth(leaves.subList(half, leaves.size())));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theTreeHasAllEventsAfterEachStep(Database kind) throws SQLException {
        try (var log = new LogOnDatabase(kind)) {
            growAll(log.newGrowth());
            assertThat(newest(log).size()).isZero();
            int size = 0;
            for (int more : List.of(1, 254, 1, 300, 5100)) {
                log.append(size + 1, size + more);
                size += more;
                growAll(log.newGrowth());
                assertAllIn(log, size);
            }
            assertThat(log.alarm.raised()).isEmpty();
            assertThat(log.keys.verified(log.checkpoints.newest().orElseThrow()))
                    .isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void severalProcessesLetItGrowWithoutHarm(Database kind) throws Exception {
        try (var log = new LogOnDatabase(kind)) {
            ExecutorService processes = Executors.newFixedThreadPool(4);
            Callable<Void> process = () -> {
                TreeGrowth growth = log.newGrowth();
                while (log.checkpoints
                                .newest()
                                .map(note -> Checkpoint.parse(note.text()).size())
                                .orElse(0L)
                        < 2000) {
                    growth.grow();
                }
                return null;
            };
            List<Future<Void>> running =
                    List.of(processes.submit(process), processes.submit(process), processes.submit(process));
            for (int size = 0; size < 2000; size += 50) {
                log.append(size + 1, size + 50);
            }
            for (Future<Void> ended : running) {
                ended.get();
            }
            processes.shutdown();
            assertAllIn(log, 2000);
            assertThat(log.alarm.raised()).isEmpty();
        }
    }

    @Test
    void nothingIsSignedThatDoesNotGoOnFromTheLastCheckpoint() {
        try (var log = new LogOnDatabase(Database.H2)) {
            log.append(1, 300);
            TreeGrowth growth = log.newGrowth();
            growAll(growth);
            log.append(301, 400);
            byte[] tile = log.database
                    .jdbc()
                    .sql("select hashes from log_tile where tile_level = 0 and tile_index = 1")
                    .query((row, number) -> row.getBytes(1))
                    .single();
            byte[] other = tile.clone();
            other[5]++;
            write(log, other);

            growAll(growth);
            assertThat(newest(log).size()).isEqualTo(300);
            assertThat(log.alarm.raised().get("tree")).startsWith("The tiles are not those of the last checkpoint");
            assertThat(log.alarms()).isEqualTo(1);

            write(log, new byte[0]);
            growAll(growth);
            assertThat(log.alarm.raised().get("tree")).contains("tile/0/001.p/44");
            assertThat(newest(log).size()).isEqualTo(300);

            write(log, tile);
            growAll(growth);
            assertThat(newest(log).size()).isEqualTo(400);
            assertThat(log.alarms()).isZero();
        }
    }

    private static void write(LogOnDatabase log, byte[] tile) {
        log.database
                .jdbc()
                .sql("update log_tile set hashes = ? where tile_level = 0 and tile_index = 1")
                .param(tile)
                .update();
    }

    @Test
    void aCheckpointThatIsGoneOrAnothersIsNotGoneOnFrom() {
        try (var log = new LogOnDatabase(Database.H2)) {
            log.append(1, 10);
            TreeGrowth growth = log.newGrowth();
            growAll(growth);
            SignedNote forged = newest(log).signedBy(List.of(SignerKey.generate("log.example")));
            log.append(11, 20);

            setNote(log, forged);
            growAll(log.newGrowth());
            assertThat(newest(log).size()).isEqualTo(10);
            assertThat(log.alarm.raised().get("tree")).contains("docket.audit.log.keys");

            log.database.jdbc().sql("delete from log_checkpoint").update();
            log.database.jdbc().sql("delete from log_tile").update();
            growAll(growth);
            assertThat(log.checkpoints.newest()).isEmpty();
            assertThat(log.alarm.raised().get("tree"))
                    .startsWith("A checkpoint of 10 events has been signed, and is gone");
        }
    }

    private static void setNote(LogOnDatabase log, SignedNote note) {
        log.database
                .jdbc()
                .sql("update log_checkpoint set note = ?")
                .param(note.toString())
                .update();
    }

    @Test
    void aKeyCanTakeThePlaceOfAnother() {
        try (var log = new LogOnDatabase(Database.H2)) {
            SignerKey next = SignerKey.generate("log.example");
            growAll(log.newGrowth());
            log.append(1, 1);
            growAll(log.newGrowth(LogOnDatabase.keys(next, log.key())));
            assertThat(log.checkpoints
                            .newest()
                            .orElseThrow()
                            .signedBy(List.of(next.verifier(), log.key().verifier())))
                    .hasSize(2);
            log.append(2, 2);
            growAll(log.newGrowth(LogOnDatabase.keys(next)));

            assertThat(newest(log).size()).isEqualTo(2);
            assertThat(log.alarm.raised()).isEmpty();
        }
    }

    @Test
    void anEventThatIsMissingIsNotPassedOver() {
        try (var log = new LogOnDatabase(Database.H2)) {
            log.append(1, 5);
            log.append(7, 9);
            growAll(log.newGrowth());

            assertThat(newest(log).size()).isEqualTo(5);
            assertThat(log.alarm.raised().get("tree")).isEqualTo("The event at position 6 is missing");

            log.append(6, 6);
            growAll(log.newGrowth());
            assertThat(newest(log).size()).isEqualTo(9);
            assertThat(log.alarm.raised()).isEmpty();
        }
    }

    @Test
    void eventsThatAreStillToBeEncryptedWait() {
        try (var log = new LogOnDatabase(Database.H2)) {
            log.database
                    .jdbc()
                    .sql("update encryption_of_older_events set done_position = 100, last_position = 250")
                    .update();
            log.append(1, 300);
            TreeGrowth growth = log.newGrowth();
            growAll(growth);
            assertThat(newest(log).size()).isEqualTo(100);

            log.database
                    .jdbc()
                    .sql("update encryption_of_older_events set done_position = 250")
                    .update();
            growAll(growth);
            assertThat(newest(log).size()).isEqualTo(300);
        }
    }
}
