package io.docket.platform.recordedlog.axonserver;

import com.google.protobuf.ByteString;
import io.axoniq.axonserver.grpc.MetaDataValue;
import io.axoniq.axonserver.grpc.SerializedObject;
import io.axoniq.axonserver.grpc.event.Event;
import io.docket.platform.recordedlog.Batch;
import io.docket.platform.recordedlog.BatchMark;
import io.docket.platform.recordedlog.Effect;
import io.docket.platform.recordedlog.OtherRecordException;
import io.docket.platform.recordedlog.RecordedEvent;
import io.docket.platform.recordedlog.RecordedEvent.NamedPerson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A batch as events of Axon Server: its own, and behind them one of an aggregate that numbers the batches. Axon Server takes
 * each sequence number of an aggregate once, and so each batch.
 *
 * <p>The aggregate that numbers the batches has the name of the log for its id. The ids of all others begin with that name,
 * so that several logs can be in one Axon Server.
 */
final class BatchEvents {

    private static final String BATCH = "docket.log.batch";
    private static final String REVISION = "1";

    /** The metadata as they are stored, byte for byte: proofs are over them. */
    private static final String META_DATA = "docket-meta-data";

    /** Axon Server's own times are of milliseconds. */
    private static final String TIME = "docket-time";

    private static final String PERSONS = "docket-persons";

    /** Of what the last event of a batch holds. */
    private static final String SEAL = "docket-seal";

    private final String log;
    private final UnaryOperator<String> keyedDigest;
    private final String prefix;

    /**
     * @param log the name of the log, without a slash
     * @param keyedDigest of a text, which nobody else can make: whoever may write into the same Axon Server, by mistake under
     *     the same name or not, cannot have batches taken for ours
     */
    BatchEvents(String log, UnaryOperator<String> keyedDigest) {
        this.log = log;
        this.keyedDigest = keyedDigest;
        prefix = log + "/";
    }

    /** What the last event of a batch holds. */
    private record Content(BatchMark batch, List<Effect.At> effects) {}

    Stream<Event> of(Batch batch, Instant now) {
        String content = JsonMapper.shared().writeValueAsString(new Content(batch.mark(), batch.effects()));
        Event last = Event.newBuilder()
                .setMessageIdentifier(UUID.randomUUID().toString())
                .setAggregateIdentifier(log)
                .setAggregateSequenceNumber(batch.mark().number())
                .setAggregateType(BATCH)
                .setTimestamp(now.toEpochMilli())
                .setPayload(SerializedObject.newBuilder()
                        .setType(BATCH)
                        .setRevision(REVISION)
                        .setData(ByteString.copyFromUtf8(content)))
                .putMetaData(SEAL, text(keyedDigest.apply(content)))
                .build();
        return Stream.concat(batch.events().stream().map(this::event), Stream.of(last));
    }

    private Event event(RecordedEvent event) {
        return Event.newBuilder()
                .setMessageIdentifier(event.eventIdentifier())
                .setAggregateIdentifier(prefix + event.aggregateIdentifier())
                .setAggregateSequenceNumber(event.sequenceNumber())
                .setAggregateType(event.aggregateType())
                .setTimestamp(event.timestamp().toEpochMilli())
                .setPayload(SerializedObject.newBuilder()
                        .setType(event.payloadType())
                        .setRevision(event.payloadRevision())
                        .setData(ByteString.copyFrom(event.payload())))
                .putMetaData(
                        META_DATA,
                        MetaDataValue.newBuilder()
                                .setBytesValue(SerializedObject.newBuilder()
                                        .setType("json")
                                        .setData(ByteString.copyFrom(event.metaData())))
                                .build())
                .putMetaData(TIME, text(event.timestamp().toString()))
                .putMetaData(PERSONS, text(JsonMapper.shared().writeValueAsString(event.persons())))
                .build();
    }

    private static MetaDataValue text(String value) {
        return MetaDataValue.newBuilder().setTextValue(value).build();
    }

    /** Whether it is the last event of a batch. */
    boolean isMark(Event event) {
        return event.getAggregateIdentifier().equals(log)
                && event.getPayload().getType().equals(BATCH);
    }

    /** Whether it is an event of this log, and not of somebody else who uses the same Axon Server. */
    boolean isOurs(Event event) {
        return event.getAggregateIdentifier().startsWith(prefix) && event.containsMetaData(META_DATA);
    }

    BatchMark mark(Event event) {
        return content(event).batch;
    }

    /**
     * The batch that ends with an event.
     *
     * @param token of that event: who appended the batch did not know how much others had written before
     */
    Batch batch(List<Event> before, Event last, long token) {
        Content content = content(last);
        int count = content.batch.count();
        if (before.size() < count) {
            throw new OtherRecordException("Batch " + content.batch.number() + " is not whole");
        }
        List<RecordedEvent> events = new ArrayList<>();
        before.subList(before.size() - count, before.size()).forEach(event -> events.add(recorded(event)));
        BatchMark mark = content.batch;
        return new Batch(
                new BatchMark(mark.number(), token - count, mark.first(), count, mark.last()), events, content.effects);
    }

    private Content content(Event event) {
        long number = event.getAggregateSequenceNumber();
        String text = event.getPayload().getData().toStringUtf8();
        String seal = event.getMetaDataOrDefault(SEAL, MetaDataValue.getDefaultInstance())
                .getTextValue();
        if (!seal.equals(keyedDigest.apply(text))) {
            throw new OtherRecordException(
                    "Batch " + number + " of the log of record is of an installation with other keys");
        }
        Content content;
        try {
            content = JsonMapper.shared().readValue(text, Content.class);
        } catch (JacksonException e) {
            throw new OtherRecordException("Event " + event.getMessageIdentifier() + " does not end a batch");
        }
        if (content.batch.number() != number) {
            throw new OtherRecordException("Batch " + content.batch.number() + " is there as batch " + number);
        }
        return content;
    }

    private RecordedEvent recorded(Event event) {
        try {
            return new RecordedEvent(
                    event.getMessageIdentifier(),
                    event.getAggregateIdentifier().substring(prefix.length()),
                    event.getAggregateSequenceNumber(),
                    event.getAggregateType(),
                    Instant.parse(event.getMetaDataOrThrow(TIME).getTextValue()),
                    event.getPayload().getType(),
                    event.getPayload().getRevision(),
                    event.getPayload().getData().toByteArray(),
                    event.getMetaDataOrThrow(META_DATA)
                            .getBytesValue()
                            .getData()
                            .toByteArray(),
                    List.of(JsonMapper.shared()
                            .readValue(event.getMetaDataOrThrow(PERSONS).getTextValue(), NamedPerson[].class)));
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            throw new OtherRecordException("Event " + event.getMessageIdentifier() + " is not as Docket writes them");
        }
    }
}
