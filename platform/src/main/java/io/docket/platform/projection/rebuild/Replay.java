package io.docket.platform.projection.rebuild;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A read model that is made anew, or was.
 *
 * @param dryRun whether what is made is compared with the live tables, and thrown away
 * @param requestedBy who asked for it; {@value #BY_ITSELF} for what a start found far behind
 * @param begunAt when work on it began
 * @param endedAt when it ended
 * @param cause why it failed: a kind and a place, without what events hold
 * @param done how many positions of the log have been dealt with
 * @param total the position of the last event; of one that has ended, of the last that it took in
 * @param report what a dry run has found, as JSON
 */
public record Replay(
        String id,
        String projection,
        boolean dryRun,
        Status status,
        String requestedBy,
        Instant requestedAt,
        @Nullable Instant begunAt,
        @Nullable Instant endedAt,
        @Nullable String cause,
        long done,
        long total,
        @Nullable String report) {

    static final String BY_ITSELF = "docket";

    /** What has become of it. */
    public enum Status {
        /** It has not begun: processes make one read model at a time. */
        WAITING,
        /** It is worked on, or will be gone on with, if its process is gone. */
        RUNNING,
        /** The read model was replaced, or compared. */
        COMPLETED,
        /** The read model stays as it was. */
        FAILED,
        /** The read model stays as it was, since somebody wanted so. */
        CANCELED
    }

    public boolean hasEnded() {
        return endedAt != null;
    }

    /** How many events it has dealt with in a second, up to a time, from its begin on; 0 if it has not begun. */
    public double rate(Instant now) {
        if (begunAt == null) {
            return 0;
        }
        double seconds =
                Duration.between(begunAt, endedAt == null ? now : endedAt).toMillis() / 1000.0;
        return seconds <= 0 ? 0 : done / seconds;
    }

    /** How long it will go on at this rate; {@code null} if nobody knows, or it has ended. */
    public @Nullable Duration timeLeft(Instant now) {
        double rate = rate(now);
        return hasEnded() || rate <= 0 ? null : Duration.ofMillis((long) (1000 * (total - done) / rate));
    }
}
