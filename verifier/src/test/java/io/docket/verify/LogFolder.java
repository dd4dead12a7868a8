package io.docket.verify;

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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A copy of a log's files, as anybody can make one, with a checkpoint of all events and one of the first 300. */
final class LogFolder {

    static final int SIZE = 600;

    private static final Instant TIME = Instant.parse("2026-11-22T01:09:51Z");

    private final Path folder;
    private final SignerKey key = SignerKey.generate("log.example");
    private final SignerKey witness = SignerKey.generateForCosignatures("witness.example");
    private final Map<Tile, byte[]> tiles = new HashMap<>();

    private LogFolder(Path folder) {
        this.folder = folder;
    }

    static LogFolder write(Path folder) throws IOException {
        var log = new LogFolder(folder);
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            entries.add(entry(i + 1).bytes());
        }
        log.write(entries, SIZE, "checkpoint");
        log.write(entries, 300, "older");
        return log;
    }

    SignerKey key() {
        return key;
    }

    SignerKey witness() {
        return witness;
    }

    static LogEntry entry(long position) {
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

    static byte[] payload(long position) {
        return ("{\"n\":" + position + "}").getBytes(StandardCharsets.UTF_8);
    }

    private void write(List<byte[]> entries, int size, String name) throws IOException {
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

    void changeEntry(int position) throws IOException {
        var bundle = new Tile(Tile.ENTRIES, (position - 1) / Tile.FULL, Tile.FULL);
        Path file = folder.resolve(bundle.path());
        List<byte[]> entries = EntryBundle.read(Files.readAllBytes(file));
        entries.get((position - 1) % Tile.FULL)[20] ^= 1;
        Files.write(file, EntryBundle.write(entries));
    }

    /** The proof that an entry stands at an index, whether it does or not. */
    String proof(long index, LogEntry entry) throws IOException {
        List<Hash> path = new Tree(SIZE, tile -> tiles.getOrDefault(tile, new byte[0])).inclusionProof(index);
        SignedNote checkpoint = SignedNote.parse(Files.readAllBytes(folder.resolve("checkpoint")));
        return new TlogProof(Optional.of(entry.bytes()), index, path, checkpoint).toString();
    }
}
