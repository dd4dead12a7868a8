package io.docket.tlog.note;

import io.docket.tlog.Base64Text;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * A line under a note.
 *
 * @param name of the key
 * @param keyId which with the name tells the key
 * @param signature what follows the id, in the form of the key's algorithm; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record NoteSignature(String name, int keyId, byte[] signature) {

    private static final String DASH = "\u2014 ";

    /**
     * Reads a line, without its end.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static NoteSignature parse(String line) {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(DASH) || space <= DASH.length()) {
            throw new IllegalArgumentException("Not a line with a signature");
        }
        String name = line.substring(DASH.length(), space);
        byte[] bytes = Base64Text.decode(line.substring(space + 1));
        if (!isName(name) || bytes.length <= Integer.BYTES) {
            throw new IllegalArgumentException("Not a line with a signature");
        }
        return new NoteSignature(
                name, ByteBuffer.wrap(bytes).getInt(), Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length));
    }

    /** Whether a key may be called so. */
    static boolean isName(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .noneMatch(character -> character == '+'
                                || Character.isSpaceChar(character)
                                || Character.isWhitespace(character)
                                || Character.isISOControl(character));
    }

    /** Whether it says that it is of this key. */
    boolean isOf(VerifierKey key) {
        return keyId == key.id() && name.equals(key.name());
    }

    /** The line, without its end. */
    public String line() {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES + signature.length)
                .putInt(keyId)
                .put(signature)
                .array();
        return DASH + name + " " + Base64.getEncoder().encodeToString(bytes);
    }
}
