package io.docket.platform.paging;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;

/**
 * A limit of a list in time: a date, which means that day in UTC, or a date-time with its offset (RFC 3339) or, as answers
 * print it, without, which is UTC. Endpoints take it as a parameter.
 *
 * @param start the first time that counts, where it is the lower limit
 * @param end the first time that no longer counts, where it is the upper limit: the next day, or the next millisecond
 */
public record DateOrDateTime(Instant start, Instant end) {

    /**
     * Reads it.
     *
     * @throws java.time.format.DateTimeParseException if the text is none of them
     */
    public static DateOrDateTime of(String text) {
        if (text.length() == "yyyy-mm-dd".length()) {
            Instant day = LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            return new DateOrDateTime(day, day.plus(Duration.ofDays(1)));
        }
        TemporalAccessor read =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        Instant time = read instanceof LocalDateTime inUtc ? inUtc.toInstant(ZoneOffset.UTC) : Instant.from(read);
        return new DateOrDateTime(time, time.truncatedTo(ChronoUnit.MILLIS).plusMillis(1));
    }
}
