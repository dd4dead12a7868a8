package io.docket.platform.projection;

import java.time.Instant;

/**
 * What an aggregate looks like after one of its events.
 *
 * @param id the aggregate
 * @param version the sequence number of the event, from 0
 * @param position the position of the event in the store
 * @param change what the event is: the last part of its public name, such as {@code case-closed}
 * @param time when it happened
 * @param value the aggregate's looks
 */
public record Projected<V>(String id, long version, long position, String change, Instant time, V value) {}
