package io.docket.audit.endpoint;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lines of comma-separated values (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe in front, and is
 * text then.
 */
final class Csv {

    private static final Pattern TO_BE_QUOTED = Pattern.compile("[\",\r\n]");
    private static final String FORMULA = "=+-@\t\r";

    private Csv() {}

    /** A line with its end. */
    static String line(List<? extends @Nullable Object> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        if (!(value instanceof Number) && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        return TO_BE_QUOTED.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
