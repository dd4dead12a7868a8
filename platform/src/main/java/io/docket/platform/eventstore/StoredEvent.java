package io.docket.platform.eventstore;

import io.docket.platform.privacy.PersonalJson.Concerned;
import io.docket.platform.recordedlog.RecordedEvent;
import java.time.Instant;
import java.util.List;

/**
 * A row of the event table, but for its position.
 *
 * @param erasures how many erasures there had been when the personal data were encrypted
 * @param concerned whose keys they are encrypted under, and whom the event names
 */
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
        byte[] metaData,
        long erasures,
        List<Concerned> concerned) {

    /** One without personal data, or with those that are not encrypted yet. */
    StoredEvent(
            String eventIdentifier,
            String aggregateIdentifier,
            long sequenceNumber,
            String aggregateType,
            Instant timestamp,
            String payloadType,
            String payloadRevision,
            byte[] payload,
            byte[] metaData) {
        this(
                eventIdentifier,
                aggregateIdentifier,
                sequenceNumber,
                aggregateType,
                timestamp,
                payloadType,
                payloadRevision,
                payload,
                metaData,
                0,
                List.of());
    }

    StoredEvent sealed(byte[] sealedPayload, byte[] sealedMetaData, long count, List<Concerned> persons) {
        return new StoredEvent(
                eventIdentifier,
                aggregateIdentifier,
                sequenceNumber,
                aggregateType,
                timestamp,
                payloadType,
                payloadRevision,
                sealedPayload,
                sealedMetaData,
                count,
                persons);
    }

    /** As it is written down. */
    RecordedEvent recorded() {
        return new RecordedEvent(
                eventIdentifier,
                aggregateIdentifier,
                sequenceNumber,
                aggregateType,
                timestamp,
                payloadType,
                payloadRevision,
                payload,
                metaData,
                concerned.stream()
                        .filter(Concerned::isNamed)
                        .map(person ->
                                new RecordedEvent.NamedPerson(person.person().id(), person.isMain()))
                        .toList());
    }
}
