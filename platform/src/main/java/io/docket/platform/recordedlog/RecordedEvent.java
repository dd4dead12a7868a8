package io.docket.platform.recordedlog;

import java.time.Instant;
import java.util.List;

/**
 * An event as it is stored, but for its position; what is personal in it is encrypted.
 *
 * @param persons whose data it names
 */
@SuppressWarnings("ArrayRecordComponent")
public record RecordedEvent(
        String eventIdentifier,
        String aggregateIdentifier,
        long sequenceNumber,
        String aggregateType,
        Instant timestamp,
        String payloadType,
        String payloadRevision,
        byte[] payload,
        byte[] metaData,
        List<NamedPerson> persons) {

    public RecordedEvent {
        persons = List.copyOf(persons);
    }

    /**
     * A person whom an event names.
     *
     * @param personId the person's number
     * @param isMain whether the event and those behind it are about the person
     */
    public record NamedPerson(long personId, boolean isMain) {}
}
