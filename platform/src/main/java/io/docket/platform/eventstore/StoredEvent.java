package io.docket.platform.eventstore;

import java.time.Instant;

/** A row of the event table, but for its position. */
@SuppressWarnings("ArrayRecordComponent")
record StoredEvent(
        String eventIdentifier,
        String aggregateIdentifier,
        long sequenceNumber,
        String aggregateType,
        Instant timestamp,
        String payloadType,
        String payloadRevision,
        byte[] payload,
        byte[] metaData) {}
