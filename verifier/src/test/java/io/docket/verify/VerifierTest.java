package io.docket.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.tlog.Hash;
import io.docket.tlog.LogEntry;
import io.docket.tlog.Tile;
import io.docket.tlog.note.Checkpoint;
import io.docket.tlog.note.SignedNote;
import io.docket.tlog.note.SignerKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTest {

    private final StringWriter output = new StringWriter();

    private Path folder;

    private LogFolder log;
    private String key;

    @BeforeEach
    void copyLog(@TempDir Path temporary) throws IOException {
        folder = temporary;
        log = LogFolder.write(folder);
        key = log.key().verifier().toString();
    }

    private int run(String... arguments) {
        output.getBuffer().setLength(0);
        return new Verifier(new PrintWriter(output), Map.of(), Clock.systemUTC()).run(arguments);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private String write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
        return file(name);
    }

    private String proof(long index, LogEntry entry) throws IOException {
        return write("proof", log.proof(index, entry));
    }

    @Test
    void aProofIsChecked() throws IOException {

        assertThat(run("proof", proof(41, LogFolder.entry(42)), "--key", key)).isZero();
        assertThat(output.toString()).contains(LogFolder.entry(42).line(), "is in the log log.example of 600 events.");
        assertThat(run(
                        "proof",
                        file("proof"),
                        "--key",
                        key,
                        "--witness",
                        log.witness().verifier().toString()))
                .isZero();
        assertThat(run("proof", file("proof"), "--key", write("keys", "\n" + key + "\n")))
                .isZero();
    }

    @Test
    void aProofOfSomethingElseIsRefused() throws IOException {
        String stranger = SignerKey.generate("log.example").verifier().toString();
        String otherWitness = SignerKey.generateForCosignatures("w").verifier().toString();

        assertThat(run("proof", proof(41, LogFolder.entry(43)), "--key", key)).isEqualTo(1);
        assertThat(run("proof", proof(40, LogFolder.entry(42)), "--key", key)).isEqualTo(1);
        assertThat(run("proof", proof(41, LogFolder.entry(42)), "--key", stranger))
                .isEqualTo(1);
        assertThat(run("proof", file("proof"), "--key", key, "--witness", otherWitness))
                .isEqualTo(1);
        assertThat(run("proof", file("proof"), "--key", log.witness().verifier().toString()))
                .isEqualTo(1);
        String tampered = Files.readString(folder.resolve("proof")).replace("log.example\n600", "log.example\n601");
        assertThat(run("proof", write("tampered", tampered), "--key", key)).isEqualTo(1);
    }

    @Test
    void whatCannotBeToldIsNoAnswer() throws IOException {

        assertThat(run()).isEqualTo(2);
        assertThat(output.toString()).contains("docket-verify proof");
        assertThat(run("dance")).isEqualTo(2);
        assertThat(run("proof", file("nothing"), "--key", key)).isEqualTo(2);
        assertThat(run("proof", file("checkpoint"), "--key", key)).isEqualTo(2);
        assertThat(run("proof", proof(1, LogFolder.entry(2)))).isEqualTo(2);
        assertThat(run("proof", file("proof"), "--key")).isEqualTo(2);
        assertThat(run("proof", file("proof"), "--key", "nonsense")).isEqualTo(2);
        assertThat(run("log", "jdbc:h2:mem:nothing", "--key", key, "--checkpoint", file("checkpoint")))
                .isEqualTo(2);
        assertThat(run("log", "http://localhost:1/", "--key", key, "--checkpoint", file("checkpoint")))
                .isEqualTo(2);
    }

    @Test
    void twoCheckpointsAreConsistent() throws IOException {
        SignedNote rewritten = new Checkpoint("log.example", 300, Hash.OF_EMPTY_TREE).signedBy(List.of(log.key()));

        assertThat(run("consistency", file("older"), file("checkpoint"), file("."), "--key", key))
                .isZero();
        assertThat(run("consistency", file("checkpoint"), file("older"), file("."), "--key", key))
                .isZero();
        assertThat(run("consistency", write("fork", rewritten.toString()), file("checkpoint"), file("."), "--key", key))
                .isEqualTo(1);
        assertThat(output.toString()).contains("does not begin with that of 300");
    }

    @Test
    void aWholeLogIsChecked() throws IOException {
        String[] command = {"log", file("."), "--checkpoint", file("checkpoint"), "--key", key};

        assertThat(run(command)).as(output.toString()).isZero();

        log.changeEntry(400);
        assertThat(run(command)).isEqualTo(1);
        assertThat(output.toString()).contains("First position that does not fit: 400\n");

        log.changeEntry(257);
        assertThat(run(command)).isEqualTo(1);
        assertThat(output.toString()).contains("First position that does not fit: 257\n");
    }

    @Test
    void whereTilesWereChangedTooAnotherCopyTells() throws IOException {
        Path mirror = Files.createDirectory(folder.resolve("mirror"));
        for (String name : List.of("tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2")) {
            Files.createDirectories(mirror.resolve(name).getParent());
            Files.copy(folder.resolve(name), mirror.resolve(name));
        }
        log.changeEntry(300);
        byte[] tile = Files.readAllBytes(folder.resolve("tile/0/001"));
        tile[(300 - 257) * Hash.BYTES]++;
        Files.write(folder.resolve("tile/0/001"), tile);
        String[] command = {"log", file("."), "--checkpoint", file("checkpoint"), "--key", key};
        String[] withTiles = java.util.Arrays.copyOf(command, command.length + 2);
        withTiles[command.length] = "--tiles";
        withTiles[command.length + 1] = mirror.toString();

        assertThat(run(command)).isEqualTo(1);
        assertThat(output.toString()).contains("one of the positions 257 to 512");
        assertThat(run(withTiles)).isEqualTo(1);
        assertThat(output.toString()).contains("First position that does not fit: 300\n");
    }

    @Test
    void anExportIsChecked() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= LogFolder.SIZE; i++) {
            lines.add(LogFolder.entry(i).line() + "\t" + Base64.getEncoder().encodeToString(LogFolder.payload(i))
                    + "\te30=");
        }
        Path export = folder.resolve("export");
        String[] command = {
            "log", export.toString(), "--checkpoint", file("checkpoint"), "--key", key, "--tiles", file(".")
        };

        Files.write(export, lines);
        assertThat(run(command)).as(output.toString()).isZero();

        lines.set(99, lines.get(99).replace("\te30=", "\tW10="));
        Files.write(export, lines);
        assertThat(run(command)).isEqualTo(1);
        assertThat(output.toString()).contains("First position that does not fit: 100\n");

        lines.remove(41);
        Files.write(export, lines);
        assertThat(run(command)).isEqualTo(1);
        assertThat(output.toString()).contains("First position that does not fit: 42\n", "is missing");
    }

    /** As the embedded database of a Docket that is not running. */
    @Test
    void aDatabaseFileIsChecked() throws SQLException {
        String url = "jdbc:h2:file:" + file("docket");
        try (Connection connection = DriverManager.getConnection(
                        url + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "docket", "docket");
                Statement statement = connection.createStatement()) {
            statement.execute("create table domain_event (global_index bigint primary key, event_identifier varchar, "
                    + "type varchar, aggregate_identifier varchar, sequence_number bigint, payload_type varchar, "
                    + "payload_revision varchar, time_stamp timestamp with time zone, payload bytea, meta_data bytea)");
            statement.execute("create table log_tile (tile_level integer, tile_index bigint, hashes bytea)");
            statement.execute(
                    "insert into domain_event select \"X\", 'event-' || \"X\", 'Case', 'WI0000000001', \"X\", "
                            + "'docket.case.noted', '1', timestamp with time zone '2026-11-22 01:09:51+00', "
                            + "stringtoutf8('{\"n\":' || \"X\" || '}'), stringtoutf8('{}') from system_range(1, 600)");
            for (Tile tile : List.of(new Tile(0, 0, 256), new Tile(0, 1, 256), new Tile(0, 2, 88), new Tile(1, 0, 2))) {
                statement.execute("insert into log_tile values (" + tile.level() + ", " + tile.index() + ", file_read('"
                        + folder.resolve(tile.path()) + "'))");
            }
            statement.execute("update domain_event set sequence_number = 7 where global_index = 599");
        }
        Map<String, String> login = Map.of("DOCKET_DATABASE_USER", "docket", "DOCKET_DATABASE_PASSWORD", "docket");
        int exit = new Verifier(new PrintWriter(output), login, Clock.systemUTC())
                .run("log", url, "--checkpoint", file("checkpoint"), "--key", key);

        assertThat(output.toString()).contains("First position that does not fit: 599\n");
        assertThat(exit).isEqualTo(1);
    }

    @Test
    void aKeyIsMadeThatSigns() {
        assertThat(run("key", "log.example")).isZero();
        String[] lines = output.toString().split("\n", -1);

        assertThat(SignerKey.parse(lines[0]).verifier()).hasToString(lines[1]);
        assertThat(run("witness-key", "w.example")).isZero();
        assertThat(output.toString()).startsWith("PRIVATE+KEY+w.example+");
    }
}
