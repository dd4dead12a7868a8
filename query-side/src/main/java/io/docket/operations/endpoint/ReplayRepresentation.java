package io.docket.operations.endpoint;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.docket.platform.projection.rebuild.Replay;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A replay as the API prints it.
 *
 * @param report JSON
 */
@JsonNaming(KebabCaseStrategy.class)
record ReplayRepresentation(
        String id,
        String projection,
        boolean dryRun,
        @Nullable Long from,
        String status,
        String requestedBy,
        Instant requestedAt,
        @Nullable Instant begunAt,
        @Nullable Instant endedAt,
        @Nullable String cause,
        Progress progress,
        @JsonRawValue @Nullable String report) {

    /** How far it is: events a second, and seconds left at that rate. */
    @JsonNaming(KebabCaseStrategy.class)
    record Progress(
            long done, long total, double rate, @Nullable Long timeLeft) {}

    static ReplayRepresentation of(Replay replay, Instant now) {
        Duration left = replay.timeLeft(now);
        return new ReplayRepresentation(
                replay.id(),
                replay.projection(),
                replay.dryRun(),
                replay.from(),
                replay.status().name().toLowerCase(Locale.ROOT),
                replay.requestedBy(),
                replay.requestedAt(),
                replay.begunAt(),
                replay.endedAt(),
                replay.cause(),
                new Progress(
                        replay.done(),
                        replay.total(),
                        Math.round(10 * replay.rate(now)) / 10.0,
                        left == null ? null : left.toSeconds()),
                replay.report());
    }
}
