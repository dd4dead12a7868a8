package io.docket.eventstream.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import tools.jackson.core.io.JsonStringEncoder;

/** The bytes of an event that is being written. */
final class FrameBytes {

    private static final int MOST_DIGITS = 20;
    private static final int LAST_YEAR_OF_FOUR_DIGITS = 9999;
    private static final int NANOS_OF_MILLI = 1_000_000;

    private byte[] bytes;
    private int size;

    FrameBytes(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    FrameBytes add(byte[] added) {
        return add(added, 0, added.length);
    }

    FrameBytes add(byte[] added, int begin, int end) {
        reserve(end - begin);
        System.arraycopy(added, begin, bytes, size, end - begin);
        size += end - begin;
        return this;
    }

    FrameBytes add(String text) {
        return add(text.getBytes(UTF_8));
    }

    FrameBytes add(long number) {
        reserve(MOST_DIGITS);
        if (number < 0) {
            return add(Long.toString(number).getBytes(US_ASCII));
        }
        int end = size + 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            end++;
        }
        size = end;
        long rest = number;
        do {
            bytes[--end] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        return this;
    }

    /** Adds what stands between the quotes of a JSON text. */
    FrameBytes addQuoted(String text) {
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            char next = text.charAt(i);
            if (next < ' ' || next > '~' || next == '"' || next == '\\') {
                return add(quoted(text));
            }
            bytes[size + i] = (byte) next;
        }
        size += length;
        return this;
    }

    /**
     * What stands between the quotes of a JSON text. Half a pair of surrogates, for which UTF-8 has nothing, is a question
     * mark.
     */
    static byte[] quoted(String text) {
        return JsonStringEncoder.getInstance().quoteAsUTF8(new String(text.getBytes(UTF_8), UTF_8));
    }

    /** Adds a time with its milliseconds, if it has any, as ISO 8601 has it in UTC. */
    FrameBytes add(Instant time) {
        OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
        if (utc.getYear() < 0 || utc.getYear() > LAST_YEAR_OF_FOUR_DIGITS) {
            return add(DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.MILLIS)));
        }
        reserve(MOST_DIGITS + 4);
        twoDigits(utc.getYear() / 100).twoDigits(utc.getYear() % 100);
        one('-').twoDigits(utc.getMonthValue()).one('-').twoDigits(utc.getDayOfMonth());
        one('T').twoDigits(utc.getHour()).one(':').twoDigits(utc.getMinute());
        one(':').twoDigits(utc.getSecond());
        int millis = utc.getNano() / NANOS_OF_MILLI;
        if (millis > 0) {
            one('.').one((char) ('0' + millis / 100)).twoDigits(millis % 100);
        }
        return one('Z');
    }

    private FrameBytes one(char character) {
        bytes[size++] = (byte) character;
        return this;
    }

    private FrameBytes twoDigits(int number) {
        return one((char) ('0' + number / 10)).one((char) ('0' + number % 10));
    }
}
