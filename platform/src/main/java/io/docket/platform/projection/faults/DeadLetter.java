package io.docket.platform.projection.faults;

import org.springframework.jdbc.core.RowMapper;

/**
 * An aggregate that a projection holds up, since it could not take in one of its events.
 *
 * @param sequenceNumber of the first event that is not taken in
 * @param automation whether no row tells what was taken in
 * @param attempts how often it has been tried again
 */
record DeadLetter(
        String id, String projection, String aggregateId, long sequenceNumber, boolean automation, int attempts) {

    public static final RowMapper<DeadLetter> ROW = (row, number) -> new DeadLetter(
            row.getString("dead_letter_id"),
            row.getString("projection"),
            row.getString("aggregate_id"),
            row.getLong("sequence_number"),
            row.getBoolean("automation"),
            row.getInt("attempts"));
}
