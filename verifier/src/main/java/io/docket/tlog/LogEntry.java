package io.docket.tlog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the log says of an event: a leaf of its tree. It names the event by what is stored, byte for byte, and holds nothing
 * that is personal.
 *
 * @param bytes one line of JSON in its canonical spelling (RFC 8785), without a line break; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record LogEntry(byte[] bytes) {

    private static final int EXPECTED_LENGTH = 512;
    private static final int MICROSECOND = 1000;
    private static final long FIRST_TIME = LocalDateTime.of(0, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
    private static final long LAST_TIME =
            LocalDateTime.of(9999, 12, 31, 23, 59, 59).toEpochSecond(ZoneOffset.UTC);

    /** No text in the line can hold it: its quotation marks would be escaped. */
    private static final Pattern POSITION = Pattern.compile(",\"position\":(-?[0-9]{1,18}),");

    /**
     * The line of a stored event.
     *
     * @param time to the microsecond; what is finer is cut off
     * @param payload as it is stored, encrypted or not
     * @param metaData likewise
     */
    public static LogEntry of(
            long position,
            String eventId,
            String aggregateType,
            String aggregateId,
            long sequence,
            String type,
            String revision,
            Instant time,
            byte[] payload,
            byte[] metaData) {
        var line = new StringBuilder(EXPECTED_LENGTH);
        text(line.append('{'), "aggregate-id", aggregateId);
        text(line.append(','), "aggregate-type", aggregateType);
        text(line.append(','), "event-id", eventId);
        digest(line.append(','), "metadata-sha256", metaData);
        digest(line.append(','), "payload-sha256", payload);
        line.append(",\"position\":").append(position);
        text(line.append(','), "revision", revision);
        line.append(",\"sequence\":").append(sequence);
        line.append(",\"time\":\"");
        time(line, time);
        text(line.append("\","), "type", type);
        return new LogEntry(line.append('}').toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Its hash in the tree. */
    public Hash hash() {
        return Hash.ofLeaf(bytes);
    }

    /** The position that it names; empty if it is no line of an event. */
    public OptionalLong position() {
        Matcher found = POSITION.matcher(line());
        return found.find() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
    }

    public String line() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void digest(StringBuilder line, String name, byte[] content) {
        line.append('"').append(name).append("\":\"");
        HexFormat.of().formatHex(line, Hash.sha256(content));
        line.append('"');
    }

    private static void text(StringBuilder line, String name, String value) {
        line.append('"').append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            switch (character) {
                case '"', '\\' -> line.append('\\').append(character);
                case '\b' -> line.append("\\b");
                case '\t' -> line.append("\\t");
                case '\n' -> line.append("\\n");
                case '\f' -> line.append("\\f");
                case '\r' -> line.append("\\r");
                default -> {
                    if (character < ' ') {
                        line.append("\\u00");
                        HexFormat.of().toHexDigits(line, (byte) character);
                    } else {
                        line.append(character);
                    }
                }
            }
        }
        line.append('"');
    }

    /** {@code 2026-11-22T01:09:51.120000Z}, always with six decimals. */
    private static void time(StringBuilder line, Instant time) {
        if (time.getEpochSecond() < FIRST_TIME || time.getEpochSecond() > LAST_TIME) {
            line.append(time);
            return;
        }
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        digits(line, utc.getYear(), 4).append('-');
        digits(line, utc.getMonthValue(), 2).append('-');
        digits(line, utc.getDayOfMonth(), 2).append('T');
        digits(line, utc.getHour(), 2).append(':');
        digits(line, utc.getMinute(), 2).append(':');
        digits(line, utc.getSecond(), 2).append('.');
        digits(line, utc.getNano() / MICROSECOND, 6).append('Z');
    }

    private static StringBuilder digits(StringBuilder line, int value, int count) {
        String digits = Integer.toString(value);
        for (int i = digits.length(); i < count; i++) {
            line.append('0');
        }
        return line.append(digits);
    }
}
