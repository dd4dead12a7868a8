package io.docket.esim.command;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the simulated SM-DP+ behaves.
 *
 * @param function the one function that all of it is about; {@code null} for all functions
 * @param delay how long every answer takes; up to ten minutes
 * @param refusal the reason for which it refuses every new call, 1 to 500 characters
 * @param down whether it does nothing and gives no answer, until told otherwise
 * @param failNext for how many calls it does nothing and gives no answer
 * @param answerLostNext for how many calls it does the work and gives no answer
 */
record SmdpBehaviour(
        @Nullable SmdpFunction function,
        @DefaultValue("0s") Duration delay,
        @Nullable String refusal,
        @DefaultValue("false") boolean down,
        @DefaultValue("0") int failNext,
        @DefaultValue("0") int answerLostNext) {

    private static final Duration MAX_DELAY = Duration.ofMinutes(10);
    private static final int MAX_REFUSAL = 500;

    /** Without trouble; behind the limits that it is held against. */
    static final SmdpBehaviour NORMAL = new SmdpBehaviour(null, Duration.ZERO, null, false, 0, 0);

    /** @throws IllegalArgumentException if a value is out of its range */
    SmdpBehaviour {
        if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
            throw new IllegalArgumentException("The delay must be between 0 and " + MAX_DELAY);
        }
        if (refusal != null && (refusal.isEmpty() || refusal.codePointCount(0, refusal.length()) > MAX_REFUSAL)) {
            throw new IllegalArgumentException("The refusal must have 1 to " + MAX_REFUSAL + " characters");
        }
        if (failNext < 0 || answerLostNext < 0) {
            throw new IllegalArgumentException("A number of calls must not be negative");
        }
    }

    /** How it behaves when a function is called. */
    SmdpBehaviour towards(SmdpFunction called) {
        return function == null || function == called ? this : NORMAL;
    }
}
