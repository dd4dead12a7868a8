package io.docket.common.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/**
 * A time as the bank's APIs print it (Case API guide): in UTC, without a zone, to the millisecond, without trailing zeros, such
 * as {@code 2015-11-13T13:30:40.39}.
 */
public record UtcDateTime(Instant instant) {

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 3, true)
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    @JsonValue
    @Override
    public String toString() {
        return FORMAT.format(instant);
    }
}
