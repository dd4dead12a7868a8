package io.docket.common.api;

import java.time.Instant;

/**
 * One version of an aggregate.
 *
 * @param position the position of the event in the store
 * @param change what the event is: the last part of its public name, such as {@code attachment-added}
 * @param time when it happened
 * @param view the aggregate after it
 */
public record Version<V>(long position, String change, Instant time, V view) {}
