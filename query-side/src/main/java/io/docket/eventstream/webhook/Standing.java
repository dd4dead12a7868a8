package io.docket.eventstream.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a webhook is.
 *
 * @param position all that was wanted up to there has been taken
 * @param failures how often in a row the next event was sent in vain
 * @param failingSince when that began; {@code null} if it did not
 * @param nextAttemptAt when it is sent again; {@code null} if now
 * @param lastFailure what came of it, in words; {@code null} without a failure
 * @param lastSuccessAt when an event was last taken; {@code null} if none was
 * @param paused why nothing is sent; {@code null} if it is
 */
public record Standing(
        long position,
        int failures,
        @Nullable Instant failingSince,
        @Nullable Instant nextAttemptAt,
        @Nullable String lastFailure,
        @Nullable Instant lastSuccessAt,
        @Nullable Pause paused) {

    /** At the beginning. */
    public static Standing at(long position) {
        return new Standing(position, 0, null, null, null, null, null);
    }

    /** Further on, with nothing that would have been wanted in between. */
    Standing passed(long through) {
        return new Standing(through, failures, failingSince, nextAttemptAt, lastFailure, lastSuccessAt, paused);
    }

    /** Further on, with all that is between having been taken. */
    Standing taken(long through, Instant now) {
        return new Standing(through, 0, null, null, null, now, null);
    }
}
