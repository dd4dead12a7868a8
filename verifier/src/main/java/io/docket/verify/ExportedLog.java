package io.docket.verify;

import io.docket.tlog.Hash;
import io.docket.tlog.LogEntry;
import io.docket.tlog.MissingTileException;
import io.docket.tlog.Tiles;
import io.docket.tlog.check.Leaf;
import io.docket.tlog.check.Leaves;
import io.docket.tlog.table.EventRow;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A log in a file of lines: the entry of an event, a tab, its payload as it is stored, a tab, its metadata likewise; both in
 * base64.
 */
final class ExportedLog implements StoredLog {

    private static final Hash NOT_WHAT_IT_SAYS = Hash.in(new byte[Hash.BYTES], 0);

    private final Path file;

    ExportedLog(Path file) {
        this.file = file;
    }

    static void write(Path file, DatabaseLog log) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            log.read(Leaves.FIRST, Long.MAX_VALUE, rows -> {
                for (EventRow row : rows) {
                    write(writer, row);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(BufferedWriter writer, EventRow row) {
        try {
            Base64.Encoder base64 = Base64.getEncoder();
            writer.write(row.entry().line());
            writer.write('\t');
            writer.write(base64.encodeToString(row.payload()));
            writer.write('\t');
            writer.write(base64.encodeToString(row.metaData()));
            writer.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Tiles tiles() {
        return tile -> {
            throw new MissingTileException(
                    tile, new IOException("an export has no tiles; with --tiles, they are read from elsewhere"));
        };
    }

    @Override
    public Leaves leaves(long size) {
        return (first, last, reader) -> {
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    Leaf leaf = leaf(line);
                    if (leaf.position() >= first && leaf.position() <= last) {
                        reader.accept(leaf);
                    }
                }
            } catch (IOException e) {
                throw new CannotTellException(file + " cannot be read", e);
            }
        };
    }

    @Override
    public void close() {}

    private static Leaf leaf(String line) {
        String[] parts = line.split("\t", -1);
        var entry = new LogEntry(parts[0].getBytes(StandardCharsets.UTF_8));
        long position =
                entry.position().orElseThrow(() -> new CannotTellException("The export has a line that is no event"));
        boolean fits = parts.length == 3
                && parts[0].contains("\"payload-sha256\":\"" + digest(parts[1]) + "\"")
                && parts[0].contains("\"metadata-sha256\":\"" + digest(parts[2]) + "\"");
        return new Leaf(position, fits ? entry.hash() : NOT_WHAT_IT_SAYS);
    }

    private static String digest(String base64) {
        try {
            return HexFormat.of().formatHex(Hash.sha256(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException e) {
            return "not base64";
        }
    }
}
