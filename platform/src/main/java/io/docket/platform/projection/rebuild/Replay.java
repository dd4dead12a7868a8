package io.docket.platform.projection.rebuild;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A read model that is made anew, or was.
 *
 * @param dryRun whether what is made is compared with the live tables, and thrown away
 * @param from the position of the first event that counts, if only what has had one since is made anew; {@code null} for all
 * @param requestedBy who asked for it; {@value #BY_ITSELF} for what a start found far behind
 * @param begunAt when work on it began
 * @param endedAt when it ended
 * @param cause why it failed or, while it is running, what keeps it from going on just now and is tried again: a kind and a
 *     place, without what events hold
 * @param done how many positions of the log, from there on, have been dealt with
 * @param total how many there are; of one that has ended, how many it took in
 * @param report what a dry run has found, as JSON
 */
public record Replay(
        String id,
        String projection,
        boolean dryRun,
        @Nullable Long from,
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
