package io.docket.audit;

import io.docket.platform.paging.DateOrDateTime;
import java.time.Instant;
import java.util.regex.Pattern;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;

/**
 * Up to where a history is told. Endpoints take it as a parameter: a sequence number, or a time.
 *
 * @param sequence of the last event that counts
 * @param before the first time that no longer counts; what comes behind the first event from then on does not count either
 */
public record AsOf(@Nullable Long sequence, @Nullable Instant before) {

    /** To its first event. */
    public static final AsOf BEGIN = new AsOf(0L, null);

    /** To its end. */
    public static final AsOf NOW = new AsOf(null, null);

    private static final Pattern SEQUENCE = Pattern.compile("[0-9]{1,18}");

    /**
     * Reads it.
     *
     * @param text a number, or what {@link DateOrDateTime} takes; a date counts to its end
     * @throws java.time.format.DateTimeParseException if the text is none of them
     */
    public static AsOf of(String text) {
        return SEQUENCE.matcher(text).matches()
                ? new AsOf(Long.valueOf(text), null)
                : new AsOf(null, DateOrDateTime.of(text).end());
    }

    boolean includes(DomainEventMessage<?> event) {
        return sequence != null
                ? event.getSequenceNumber() <= sequence
                : before == null || event.getTimestamp().isBefore(before);
    }
}
