package io.docket.platform.partner;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a partner has answered one process lately. Nobody asks partners how they are: it is known of the calls alone, of which
 * the latest count.
 *
 * @param name in metrics and traces, such as {@code card-system}
 * @param called what messages call the partner, such as {@code The card system}
 * @param calls how many calls count
 * @param failures how many of them had no answer in time, or one that only says that the partner fails (5xx)
 * @param lastAnswer when a call last did not fail; {@code null} if none has since the process began
 * @param lastFailure the last of those that count; {@code null} if none of them failed
 * @param failingSince when the first of the failures was behind which there is no answer; {@code null} if the last call did
 *     not fail, or there was none
 * @param median how long the calls that count took; zero if there are none
 */
public record PartnerHealth(
        String name,
        String called,
        URI address,
        int calls,
        int failures,
        @Nullable Instant lastAnswer,
        @Nullable Failure lastFailure,
        @Nullable Instant failingSince,
        Duration median) {

    /** A call that failed, in words that hold nothing of what was asked for. */
    public record Failure(Instant time, String cause) {}
}
