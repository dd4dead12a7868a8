package io.docket.tlog;

import java.util.Base64;

/** Standard base64 with its padding, in the one spelling that each value has. */
public final class Base64Text {

    private Base64Text() {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it is none, or another spelling of the same bytes
     */
    public static byte[] decode(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("Not base64 in its canonical spelling");
        }
        return bytes;
    }
}
