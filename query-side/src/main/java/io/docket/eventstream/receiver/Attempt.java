package io.docket.eventstream.receiver;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What has come of sending a message.
 *
 * @param answer what a receiver made of it
 * @param words the same for a person: nothing of what the receiver has said, and nothing of our network
 * @param retryAfter how long the receiver asks to be left alone; {@code null} if it does not say
 */
public record Attempt(Answer answer, String words, @Nullable Duration retryAfter) {

    private static final int GONE = 410;

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    /** What a receiver can make of a message. */
    public enum Answer {
        /** It has it. */
        TAKEN,
        /** It does not, or nobody knows. */
        NOT_TAKEN,
        /** It wants no more. */
        GONE
    }

    /**
     * What an answer means.
     *
     * @param asked the value of {@code Retry-After}, of which a number of seconds counts
     */
    static Attempt answered(int status, @Nullable String asked) {
        String words = "HTTP " + status;
        if (status / 100 == 2) {
            return new Attempt(Answer.TAKEN, words, null);
        }
        Duration pause =
                asked != null && SECONDS.matcher(asked).matches() ? Duration.ofSeconds(Long.parseLong(asked)) : null;
        return new Attempt(status == GONE ? Answer.GONE : Answer.NOT_TAKEN, words, pause);
    }

    /** It was not even sent. */
    public static Attempt notSent() {
        return failed("The connection failed");
    }

    /** No answer. */
    public static Attempt failed(String words) {
        return new Attempt(Answer.NOT_TAKEN, words, null);
    }

    public boolean isTaken() {
        return answer == Answer.TAKEN;
    }
}
