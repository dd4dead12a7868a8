package io.docket.salesleads.command;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the simulated communication operator behaves.
 *
 * @param delay how long every answer takes; up to ten minutes
 * @param deliveryTime how long it takes from a new order to its end: a third of it received, the rest in progress; up to
 *     thirty days
 * @param held whether new orders stay received, until told otherwise
 * @param refusal the reason for which it refuses every new order, 1 to 255 characters
 * @param failure the reason for which every new order fails in the end, 1 to 255 characters
 * @param down whether it does nothing and gives no answer, until told otherwise
 * @param failNext for how many calls it does nothing and gives no answer
 * @param answerLostNext for how many calls it does the work and gives no answer
 */
record CoBehaviour(
        @DefaultValue("0s") Duration delay,
        @DefaultValue("0s") Duration deliveryTime,
        @DefaultValue("false") boolean held,
        @Nullable String refusal,
        @Nullable String failure,
        @DefaultValue("false") boolean down,
        @DefaultValue("0") int failNext,
        @DefaultValue("0") int answerLostNext) {

    private static final Duration MAX_DELAY = Duration.ofMinutes(10);
    private static final Duration MAX_DELIVERY_TIME = Duration.ofDays(30);
    private static final int MAX_REASON = 255;

    /** Without trouble; behind the limits that it is held against. */
    static final CoBehaviour NORMAL = new CoBehaviour(Duration.ZERO, Duration.ZERO, false, null, null, false, 0, 0);

    /** @throws IllegalArgumentException if a value is out of its range */
    CoBehaviour {
        requireAtMost("delay", delay, MAX_DELAY);
        requireAtMost("delivery time", deliveryTime, MAX_DELIVERY_TIME);
        requireReason("refusal", refusal);
        requireReason("failure", failure);
        if (failNext < 0 || answerLostNext < 0) {
            throw new IllegalArgumentException("A number of calls must not be negative");
        }
    }

    private static void requireAtMost(String what, Duration duration, Duration limit) {
        if (duration.isNegative() || duration.compareTo(limit) > 0) {
            throw new IllegalArgumentException("The " + what + " must be between 0 and " + limit);
        }
    }

    private static void requireReason(String what, @Nullable String reason) {
        if (reason != null && (reason.isEmpty() || reason.codePointCount(0, reason.length()) > MAX_REASON)) {
            throw new IllegalArgumentException("The " + what + " must have 1 to " + MAX_REASON + " characters");
        }
    }
}
