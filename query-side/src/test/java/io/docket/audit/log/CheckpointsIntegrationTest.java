package io.docket.audit.log;

import static io.docket.audit.log.TreeGrowthIntegrationTest.growAll;
import static io.docket.audit.log.TreeGrowthIntegrationTest.newest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.platform.errors.UnavailableException;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import io.docket.tlog.Hash;
import io.docket.tlog.note.Checkpoint;
import io.docket.tlog.note.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What was signed is gone on from, and handed out, whatever is done to the tables in which it stands. */
class CheckpointsIntegrationTest {

    private static void update(LogOnDatabase log, String sql) {
        log.database.jdbc().sql(sql).update();
    }

    @Test
    void whatWasSignedIsKnownAfterARestart() {
        try (var log = new LogOnDatabase(Database.H2)) {
            Path signed = log.newFile();
            log.append(1, 300);
            growAll(log.newGrowth(log.keys, signed));
            log.append(301, 310);

            update(log, "delete from log_checkpoint");
            growAll(log.newGrowth());
            assertThat(log.checkpoints.newest()).isEmpty();
            assertThat(log.alarm.raised().get("tree")).startsWith("There are tiles, and the checkpoint");

            update(log, "delete from log_tile");
            update(log, "update domain_event set payload = '7b7d' where global_index = 17");
            growAll(log.newGrowth(log.keys, signed));
            assertThat(log.checkpoints.newest()).isEmpty();
            assertThat(log.alarm.raised().get("tree"))
                    .startsWith("A checkpoint of 300 events has been signed, and is gone");

            // A process with an empty data folder signs what it finds; this one does not go on from that.
            growAll(log.newGrowth());
            assertThat(newest(log).size()).isEqualTo(310);
            log.append(311, 320);
            growAll(log.newGrowth(log.keys, signed));
            assertThat(newest(log).size()).isEqualTo(310);
            assertThat(log.alarm.raised().get("tree"))
                    .startsWith("The last checkpoint, of 310 events, does not go on from the one of 300 events");
        }
    }

    @Test
    void theFileOfWhatWasSignedFollowsTheOtherProcessesAndIsOfOneLog() throws IOException {
        try (var log = new LogOnDatabase(Database.H2)) {
            Path signed = log.newFile();
            log.append(1, 256);
            growAll(log.newGrowth(log.keys, signed));
            log.append(257, 300);
            growAll(log.newGrowth());
            growAll(log.newGrowth(log.keys, signed));
            assertThat(Files.readString(signed)).isEqualTo(newestNote(log));
            log.append(301, 310);
            growAll(log.newGrowth(log.keys, signed));
            assertThat(Files.readString(signed)).isEqualTo(newestNote(log));

            Files.writeString(signed, "garbled");
            log.append(311, 320);
            growAll(log.newGrowth(log.keys, signed));
            assertThat(newest(log).size()).isEqualTo(310);
            assertThat(log.alarm.raised().get("tree")).startsWith("What has been signed cannot be read");

            Files.writeString(
                    signed,
                    new Checkpoint("another.example", 1000, Hash.OF_EMPTY_TREE)
                            .signedBy(List.of(log.key()))
                            .toString());
            growAll(log.newGrowth(log.keys, signed));
            assertThat(newest(log).size()).isEqualTo(320);
            assertThat(log.alarm.raised()).isEmpty();
        }
    }

    private static String newestNote(LogOnDatabase log) {
        return log.checkpoints.newest().orElseThrow().toString();
    }

    @Test
    void whatIsNoCheckpointIsNeitherGoneOnFromNorHandedOut() {
        try (var log = new LogOnDatabase(Database.H2)) {
            log.append(1, 10);
            TreeGrowth growth = log.newGrowth();
            growAll(growth);
            String signed = newestNote(log);
            log.append(11, 20);
            update(log, "insert into log_cosignature values (10, 'witness', 'garbled')");
            update(log, "insert into log_checkpoint values (1000000000, '', current_timestamp)");

            for (String note : List.of("garbled", signed, "\n\n\n")) {
                log.database
                        .jdbc()
                        .sql("update log_checkpoint set note = ? where tree_size > 10")
                        .param(note)
                        .update();
                log.alarm.clear("tree");
                growAll(growth);
                assertThat(log.alarm.raised().get("tree")).as(note).startsWith("The newest checkpoint is none");
                growAll(log.newGrowth());
                assertThat(log.current().text()).as(note).startsWith("log.example\n10\n");
            }

            update(log, "delete from log_checkpoint where tree_size > 10");
            growAll(growth);
            assertThat(newest(log).size()).isEqualTo(20);
            assertThat(log.alarm.raised()).isEmpty();
        }
    }

    @Test
    void whoeverCannotLookAfterTheLogRaisesTheAlarm() {
        try (var log = new LogOnDatabase(Database.H2)) {
            var rounds = new Rounds(
                    "audit-log",
                    () -> {
                        log.newGrowth().grow();
                        return Duration.ZERO;
                    },
                    log.alarm);
            update(log, "alter table log_checkpoint rename to hidden");
            rounds.once();
            assertThat(log.alarm.raised().get("audit-log")).startsWith("It cannot go on");

            update(log, "alter table hidden rename to log_checkpoint");
            rounds.once();
            assertThat(log.alarm.raised()).isEmpty();

            new Rounds(
                            "audit-log",
                            () -> {
                                throw new CannotGetJdbcConnectionException(
                                        "away", new SQLTransientConnectionException("away"));
                            },
                            log.alarm)
                    .once();
            assertThat(log.alarm.raised()).isEmpty();
        }
    }

    /** A database at which one reader hangs, and a second one that comes meanwhile fails. */
    private static final class Narrow extends DelegatingDataSource {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        private volatile boolean isNarrow;

        Narrow(DataSource wide) {
            super(wide);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (isNarrow && goOn.getCount() > 0) {
                if (reached.getCount() == 0) {
                    throw new SQLException("Two read at a time");
                }
                reached.countDown();
                await(goOn);
            }
            return super.getConnection();
        }

        void awaitReader() {
            await(reached);
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(TestDatabase.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void oneReadsForAllWhoAskForTheCheckpoint() throws Exception {
        try (var log = new LogOnDatabase(Database.H2)) {
            log.append(1, 10);
            log.grow();
            var narrow = new Narrow(log.database.dataSource());
            Checkpoints handedOut = log.handedOut(narrow, Duration.ofSeconds(1));
            SignedNote before = handedOut.current();
            narrow.isNarrow = true;
            Thread reader = new Thread(() -> {
                while (narrow.reached.getCount() > 0) {
                    handedOut.current();
                }
            });
            reader.start();
            narrow.awaitReader();
            for (int i = 0; i < 100; i++) {
                assertThat(handedOut.current().text()).isEqualTo(before.text());
                assertThat(handedOut.size()).isEqualTo(10);
            }
            narrow.goOn.countDown();
            reader.join();
        }
    }

    @Test
    void whoWaitsForTheFirstReaderDoesNotWaitForEver() throws Exception {
        try (var log = new LogOnDatabase(Database.H2)) {
            log.grow();
            var narrow = new Narrow(log.database.dataSource());
            narrow.isNarrow = true;
            Checkpoints handedOut = log.handedOut(narrow, Duration.ofMillis(1));
            Thread reader = new Thread(handedOut::current);
            reader.start();
            narrow.awaitReader();
            assertThatThrownBy(handedOut::current).isInstanceOf(UnavailableException.class);
            narrow.goOn.countDown();
            reader.join();
            assertThat(handedOut.current().text()).startsWith("log.example\n0\n");
        }
    }
}
