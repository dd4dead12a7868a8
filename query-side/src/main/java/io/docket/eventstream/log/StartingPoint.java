package io.docket.eventstream.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream begins.
 *
 * @param after the position behind which it begins
 * @param from the first event that counts is the first at or after this time; {@code null} if there is no such condition
 * @param head the position of the last event when this was asked
 */
public record StartingPoint(long after, @Nullable Instant from, long head) {}
