package io.docket.platform.projection;

/**
 * What an aggregate looks like after one of its events.
 *
 * @param id the aggregate
 * @param version the sequence number of the event, from 0
 * @param position the position of the event in the store
 * @param value the aggregate's looks
 */
public record Projected<V>(String id, long version, long position, V value) {}
