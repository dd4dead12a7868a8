package io.docket.simulators.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The trouble that a simulator makes.
 *
 * @param function the one function that all of it is about; {@code null} for all functions
 * @param delayMillis how long every answer takes, before anything is done; up to ten minutes
 * @param refusal the reason for which every new request is refused, 1 to 500 characters
 * @param down whether nothing is done and no answer given, until told otherwise
 * @param failNext for how many calls nothing is done and no answer given
 * @param answerLostNext for how many calls the work is done and no answer given
 * @param answerTwice whether every request is worked on twice, as if it had come twice, and the second answer given
 * @param holdNext when the next call waits, together with those that wait already, until this is told without; they go on
 *     then, and their callers get no answer
 */
@JsonNaming(KebabCaseStrategy.class)
record Trouble(
        @Nullable String function,
        long delayMillis,
        @Nullable String refusal,
        boolean down,
        int failNext,
        int answerLostNext,
        boolean answerTwice,
        @Nullable Moment holdNext) {

    /** When a call is held. */
    enum Moment {
        @JsonProperty("before-work")
        BEFORE_WORK,
        @JsonProperty("before-answer")
        BEFORE_ANSWER
    }

    private static final long MAX_DELAY_MILLIS = 10 * 60 * 1000L;
    private static final int MAX_REFUSAL = 500;

    /** None. */
    static final Trouble NONE = new Trouble(null, 0, null, false, 0, 0, false, null);

    /** @throws IllegalArgumentException if a value is out of its range */
    Trouble {
        if (delayMillis < 0 || delayMillis > MAX_DELAY_MILLIS) {
            throw new IllegalArgumentException("delay-millis must be between 0 and " + MAX_DELAY_MILLIS);
        }
        if (refusal != null && (refusal.isEmpty() || refusal.codePointCount(0, refusal.length()) > MAX_REFUSAL)) {
            throw new IllegalArgumentException("refusal must have 1 to " + MAX_REFUSAL + " characters");
        }
        if (failNext < 0 || answerLostNext < 0) {
            throw new IllegalArgumentException("fail-next and answer-lost-next must not be negative");
        }
    }

    boolean isAbout(String called) {
        return function == null || function.equals(called);
    }

    Trouble withFailNext(int calls) {
        return new Trouble(function, delayMillis, refusal, down, calls, answerLostNext, answerTwice, holdNext);
    }

    Trouble withAnswerLostNext(int calls) {
        return new Trouble(function, delayMillis, refusal, down, failNext, calls, answerTwice, holdNext);
    }

    Trouble withoutHold() {
        return new Trouble(function, delayMillis, refusal, down, failNext, answerLostNext, answerTwice, null);
    }
}
