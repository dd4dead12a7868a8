package io.docket.audit.log;

import static io.docket.audit.log.TreeGrowthIntegrationTest.growAll;
import static io.docket.audit.log.TreeGrowthIntegrationTest.newest;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.Database;
import io.docket.tlog.Hash;
import io.docket.tlog.note.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

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

}
