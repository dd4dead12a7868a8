package io.docket.tlog.table;

import io.docket.tlog.LogEntry;
import java.time.Instant;

/**
 * A stored event, every column of it.
 *
 * @param payload as it is stored; not to be changed
 * @param metaData likewise
 */
@SuppressWarnings("ArrayRecordComponent")
public record EventRow(
        long position,
        String eventId,
        String aggregateType,
        String aggregateId,
        long sequence,
        String type,
        String revision,
        Instant time,
        byte[] payload,
        byte[] metaData) {

    /** Its line in the transparency log. */
    public LogEntry entry() {
        return LogEntry.of(
                position, eventId, aggregateType, aggregateId, sequence, type, revision, time, payload, metaData);
    }
}
