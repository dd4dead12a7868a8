package io.docket.eventstream.subscription;

import io.docket.eventstream.log.EventFilter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber wants.
 *
 * @param client whose stream it is
 * @param after the position behind which it begins
 * @param from the first event that counts is the first at or after this time; {@code null} if there is no such condition
 * @param until the last position; {@code null} if the stream goes on as long as events come
 * @param unmasked whether personal data are shown
 * @param goodUntil when the right to read ends; {@code null} if it does not
 * @param right throws an {@link org.springframework.security.core.AuthenticationException} once it has ended otherwise
 */
public record Subscription(
        String client,
        long after,
        @Nullable Instant from,
        @Nullable Long until,
        EventFilter filter,
        StreamForm form,
        boolean unmasked,
        @Nullable Instant goodUntil,
        Runnable right) {}
