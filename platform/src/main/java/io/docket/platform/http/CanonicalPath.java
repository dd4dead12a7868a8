package io.docket.platform.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The one spelling of a path: what a client encoded without need is decoded, and there is no trailing slash. */
final class CanonicalPath {

    private static final String UNENCODED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,=:@";
    private static final int SPACE = 0x20;
    private static final int DELETE = 0x7f;

    private CanonicalPath() {}

    /**
     * Spells a path.
     *
     * @param path as it was sent, encoded
     * @return nothing if it is malformed: empty or relative segments, parameters, or what is no UTF-8
     */
    static Optional<String> of(String path) {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        if (path.length() == 1) {
            return Optional.of(path);
        }
        var canonical = new StringBuilder(path.length());
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        for (int start = 0; start < end; ) {
            int next = path.indexOf('/', start + 1);
            int stop = next < 0 || next > end ? end : next;
            int before = canonical.append('/').length();
            if (!spell(path, start + 1, stop, canonical)) {
                return Optional.empty();
            }
            String segment = canonical.substring(before);
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return Optional.empty();
            }
            start = stop;
        }
        return Optional.of(canonical.toString());
    }

    private static boolean spell(String path, int start, int stop, StringBuilder canonical) {
        var decoded = ByteBuffer.allocate(stop - start);
        for (int i = start; i < stop; i++) {
            char c = path.charAt(i);
            if (c == '%') {
                if (i + 2 >= stop || !isHex(path.charAt(i + 1)) || !isHex(path.charAt(i + 2))) {
                    return false;
                }
                decoded.put((byte) HexFormat.fromHexDigits(path, i + 1, i + 3));
                i += 2;
            } else if (c > SPACE && c < DELETE && c != ';' && c != '\\') {
                decoded.put((byte) c);
            } else {
                return false;
            }
        }
        decoded.flip();
        if (!isUtf8(decoded)) {
            return false;
        }
        while (decoded.hasRemaining()) {
            int octet = decoded.get() & 0xff;
            if (octet < SPACE || octet == DELETE) {
                return false;
            }
            if (UNENCODED.indexOf(octet) >= 0) {
                canonical.append((char) octet);
            } else {
                canonical.append('%').append(String.format(Locale.ROOT, "%02X", octet));
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return HexFormat.isHexDigit(c);
    }

    private static boolean isUtf8(ByteBuffer octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(octets.duplicate());
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
