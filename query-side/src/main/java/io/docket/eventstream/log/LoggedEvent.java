package io.docket.eventstream.log;

import java.time.Instant;

/**
 * An event as it lies in the log.
 *
 * @param position its place in the log, from 1
 * @param subject the id of its aggregate
 * @param sequence its place among the events of its aggregate, from 0
 * @param aggregateType what its aggregate is
 * @param time when it happened
 * @param name the public name of its type
 * @param revision of its payload
 * @param payload JSON, personal data encrypted
 * @param metaData JSON
 */
@SuppressWarnings("ArrayRecordComponent")
public record LoggedEvent(
        long position,
        String id,
        String subject,
        long sequence,
        String aggregateType,
        Instant time,
        String name,
        String revision,
        byte[] payload,
        byte[] metaData) {

    /** The public type: the name with its version. */
    public String type() {
        return name + ".v" + revision;
    }

    /** How large it is. */
    public int bytes() {
        return payload.length + metaData.length;
    }
}
