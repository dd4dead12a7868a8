package io.docket.platform.projection.rebuild;

import org.jspecify.annotations.Nullable;

/**
 * A read model that is being made anew.
 *
 * @param upTo aggregates are made in bulk of their events up to there
 * @param from the first event that counts, if only those aggregates are made that have had one since; {@code null} for all
 * @param chunkSize in how many positions of the log those aggregates begin that are made together; if not all are made, how
 *     many
 * @param replayId as what operators know it; {@code null} if nobody does
 * @param dryRun whether what is made is only compared with the live tables
 * @param position all events up to there are in the new tables; {@code null} while these are being filled
 */
record Rebuild(
        String id,
        String projection,
        Stage stage,
        @Nullable Long from,
        long upTo,
        long chunkSize,
        @Nullable String replayId,
        boolean dryRun,
        @Nullable Long position) {

    enum Stage {
        /** There are no tables yet. */
        ASKED_FOR,
        /** Chunks are being made. */
        FILLING,
        /** The tables are complete up to a position, and follow the log. */
        FOLLOWING
    }
}
