package io.docket.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.tlog.EntryBundle;
import io.docket.tlog.GrowingTree;
import io.docket.tlog.Hash;
import io.docket.tlog.LogEntry;
import io.docket.tlog.Tile;
import io.docket.tlog.Tree;
import io.docket.tlog.note.Checkpoint;
import io.docket.tlog.note.SignedNote;
import io.docket.tlog.note.SignerKey;
import io.docket.tlog.note.TlogProof;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTest {

    private static final int SIZE = 600;
    private static final Instant TIME = Instant.parse("2026-11-22T01:09:51Z");

    private final SignerKey key = SignerKey.generate("log.example");
    private final SignerKey witness = SignerKey.generateForCosignatures("witness.example");
    private final Map<Tile, byte[]> tiles = new HashMap<>();
    private final StringWriter output = new StringWriter();

    @TempDir
    private Path folder;

    private SignedNote checkpoint;

    /** A copy of a log's files, as anybody can make one. */
    @BeforeEach
    void copyLog() throws IOException {
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            entries.add(entry(i + 1).bytes());
        }
        checkpoint = write(entries, SIZE, "checkpoint");
        write(entries, 300, "older");
    }

    private static LogEntry entry(long position) {
        return LogEntry.of(
                position,
                "event-" + position,
                "Case",
                "WI0000000001",
                position,
                "docket.case.noted",
                "1",
                TIME,
                payload(position),
                new byte[] {'{', '}'});
    }

    private static byte[] payload(long position) {
        return ("{\"n\":" + position + "}").getBytes(StandardCharsets.UTF_8);
    }

    private SignedNote write(List<byte[]> entries, int size, String name) throws IOException {
        GrowingTree tree = GrowingTree.from(0, tile -> new byte[0], this::writeTile);
        entries.subList(0, size).forEach(entry -> tree.add(Hash.ofLeaf(entry)));
        tree.forEachWidened(this::writeTile);
        for (int from = 0; from < size; from += Tile.FULL) {
            int to = Math.min(size, from + Tile.FULL);
            writeFile(
                    new Tile(Tile.ENTRIES, from / Tile.FULL, to - from), EntryBundle.write(entries.subList(from, to)));
        }
        SignedNote note = new Checkpoint("log.example", size, tree.root()).signedBy(List.of(key));
        var cosigned =
                new SignedNote(note.text(), List.of(note.signatures().get(0), witness.cosign(note.text(), TIME)));
        Files.writeString(folder.resolve(name), cosigned.toString());
        return cosigned;
    }

    private void writeTile(Tile tile, byte[] hashes) {
        tiles.put(tile, hashes);
        writeFile(tile, hashes);
    }

    private void writeFile(Tile tile, byte[] content) {
        try {
            Path file = folder.resolve(tile.path());
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void changeEntry(int position) throws IOException {
        var bundle = new Tile(Tile.ENTRIES, (position - 1) / Tile.FULL, Tile.FULL);
        Path file = folder.resolve(bundle.path());
        List<byte[]> entries = EntryBundle.read(Files.readAllBytes(file));
        entries.get((position - 1) % Tile.FULL)[20]++;
        Files.write(file, EntryBundle.write(entries));
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
        List<Hash> path = new Tree(SIZE, tile -> tiles.getOrDefault(tile, new byte[0])).inclusionProof(index);
        return write("proof", new TlogProof(Optional.of(entry.bytes()), index, path, checkpoint).toString());
    }

    @Test
    void aProofIsChecked() throws IOException {
        String key = this.key.verifier().toString();

        assertThat(run("proof", proof(41, entry(42)), "--key", key)).isZero();
        assertThat(output.toString()).contains(entry(42).line(), "is in the log log.example of 600 events.");
        assertThat(run(
                        "proof",
                        file("proof"),
                        "--key",
                        key,
                        "--witness",
                        witness.verifier().toString()))
                .isZero();
        assertThat(run("proof", file("proof"), "--key", write("keys", "\n" + key + "\n")))
                .isZero();
    }

    @Test
    void aProofOfSomethingElseIsRefused() throws IOException {
        String key = this.key.verifier().toString();
        String stranger = SignerKey.generate("log.example").verifier().toString();
        String otherWitness = SignerKey.generateForCosignatures("w").verifier().toString();

        assertThat(run("proof", proof(41, entry(43)), "--key", key)).isEqualTo(1);
        assertThat(run("proof", proof(40, entry(42)), "--key", key)).isEqualTo(1);
        assertThat(run("proof", proof(41, entry(42)), "--key", stranger)).isEqualTo(1);
        assertThat(run("proof", file("proof"), "--key", key, "--witness", otherWitness))
                .isEqualTo(1);
        assertThat(run("proof", file("proof"), "--key", witness.verifier().toString()))
                .isEqualTo(1);
        String tampered = Files.readString(folder.resolve("proof")).replace("log.example\n600", "log.example\n601");
        assertThat(run("proof", write("tampered", tampered), "--key", key)).isEqualTo(1);
    }

    @Test
    void whatCannotBeToldIsNoAnswer() throws IOException {
        String key = this.key.verifier().toString();

        assertThat(run()).isEqualTo(2);
        assertThat(output.toString()).contains("docket-verify proof");
        assertThat(run("dance")).isEqualTo(2);
        assertThat(run("proof", file("nothing"), "--key", key)).isEqualTo(2);
        assertThat(run("proof", file("checkpoint"), "--key", key)).isEqualTo(2);
        assertThat(run("proof", proof(1, entry(2)))).isEqualTo(2);
        assertThat(run("proof", file("proof"), "--key")).isEqualTo(2);
        assertThat(run("proof", file("proof"), "--key", "nonsense")).isEqualTo(2);
        assertThat(run("log", "jdbc:h2:mem:nothing", "--key", key, "--checkpoint", file("checkpoint")))
                .isEqualTo(2);
        assertThat(run("log", "http://localhost:1/", "--key", key, "--checkpoint", file("checkpoint")))
                .isEqualTo(2);
    }

    @Test
    void twoCheckpointsAreConsistent() throws IOException {
        String key = this.key.verifier().toString();
        SignedNote rewritten = new Checkpoint("log.example", 300, Hash.OF_EMPTY_TREE).signedBy(List.of(this.key));

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
        String[] command = {
            "log",
            file("."),
            "--checkpoint",
            file("checkpoint"),
            "--key",
            key.verifier().toString()
        };

        assertThat(run(command)).as(output.toString()).isZero();

        changeEntry(400);
        assertThat(run(command)).isEqualTo(1);
        assertThat(output.toString()).contains("First position that does not fit: 400\n");

        changeEntry(257);
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
        changeEntry(300);
        byte[] tile = Files.readAllBytes(folder.resolve("tile/0/001"));
        tile[(300 - 257) * Hash.BYTES]++;
        Files.write(folder.resolve("tile/0/001"), tile);
        String[] command = {
            "log",
            file("."),
            "--checkpoint",
            file("checkpoint"),
            "--key",
            key.verifier().toString()
        };
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
        for (int i = 1; i <= SIZE; i++) {
            lines.add(entry(i).line() + "\t" + Base64.getEncoder().encodeToString(payload(i)) + "\te30=");
        }
        Path export = folder.resolve("export");
        String[] command = {
            "log",
            export.toString(),
            "--checkpoint",
            file("checkpoint"),
            "--key",
            key.verifier().toString(),
            "--tiles",
            file(".")
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

    @Test
    void aKeyIsMadeThatSigns() {
        assertThat(run("key", "log.example")).isZero();
        String[] lines = output.toString().split("\n", -1);

        assertThat(SignerKey.parse(lines[0]).verifier()).hasToString(lines[1]);
        assertThat(run("witness-key", "w.example")).isZero();
        assertThat(output.toString()).startsWith("PRIVATE+KEY+w.example+");
    }
}
