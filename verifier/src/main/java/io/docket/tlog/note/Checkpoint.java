package io.docket.tlog.note;

import io.docket.tlog.Hash;
import java.util.List;

/**
 * The root of a log's tree at a size (C2SP {@code tlog-checkpoint}).
 *
 * @param origin which log
 * @param size how many leaves
 */
public record Checkpoint(String origin, long size, Hash root) {

    private static final int LINES = 3;

    /**
     * Reads the text of a note, whose further lines mean nothing to us.
     *
     * @throws IllegalArgumentException if it is no checkpoint
     */
    public static Checkpoint parse(String text) {
        List<String> lines = List.of(text.split("\n", -1));
        // Behind the last line break there is one more, an empty one.
        if (lines.size() <= LINES || lines.subList(0, lines.size() - 1).contains("") || !text.endsWith("\n")) {
            throw new IllegalArgumentException("Not a checkpoint");
        }
        return new Checkpoint(lines.get(0), size(lines.get(1)), Hash.ofBase64(lines.get(2)));
    }

    /**
     * Reads a size, or an index, in its only spelling.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static long size(String text) {
        if (!text.matches("0|[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("Not a number in decimal digits");
        }
        return Long.parseLong(text);
    }

    /** The text of the note. */
    public String text() {
        return origin + "\n" + size + "\n" + root.base64() + "\n";
    }

    /** The note, signed by each of these keys. */
    public SignedNote signedBy(List<SignerKey> keys) {
        return new SignedNote(text(), keys.stream().map(key -> key.sign(text())).toList());
    }
}
