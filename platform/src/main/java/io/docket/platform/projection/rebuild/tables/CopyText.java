package io.docket.platform.projection.rebuild.tables;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/** Sends rows in the text format of {@code COPY}, some at a time. */
final class CopyText {

    private static final int ENOUGH = 64 * 1024;

    private final CopyIn copying;
    private byte[] bytes = new byte[2 * ENOUGH];
    private int length;

    CopyText(CopyIn copying) {
        this.copying = copying;
    }

    void add(@Nullable Object[] row) throws SQLException {
        for (int column = 0; column < row.length; column++) {
            if (column > 0) {
                put((byte) '\t');
            }
            Object value = row[column];
            if (value == null) {
                escape('N');
            } else {
                put(value.toString());
            }
        }
        put((byte) '\n');
        if (length >= ENOUGH) {
            flush();
        }
    }

    private void put(String text) {
        for (byte next : text.getBytes(UTF_8)) {
            switch (next) {
                case '\\' -> escape('\\');
                case '\t' -> escape('t');
                case '\n' -> escape('n');
                case '\r' -> escape('r');
                default -> put(next);
            }
        }
    }

    private void escape(char meaning) {
        put((byte) '\\');
        put((byte) meaning);
    }

    private void put(byte next) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = next;
    }

    /** Sends what has not been sent. */
    void flush() throws SQLException {
        copying.writeToCopy(bytes, 0, length);
        length = 0;
    }
}
