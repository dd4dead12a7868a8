package io.docket.platform.recordedlog.axonserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.axoniq.axonserver.grpc.event.Event;
import io.docket.platform.recordedlog.Batch;
import io.docket.platform.recordedlog.BatchMark;
import io.docket.platform.recordedlog.Effect;
import io.docket.platform.recordedlog.OtherRecordException;
import io.docket.platform.recordedlog.RecordedEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchEventsTest {

    private static final Batch BATCH = new Batch(
            new BatchMark(7, 40, 21, 1, "last"),
            List.of(new RecordedEvent(
                    "last",
                    "aggregate",
                    3,
                    "Test",
                    Instant.EPOCH,
                    "docket.test.happened",
                    "1",
                    new byte[] {'{', '}'},
                    new byte[] {'{', '}'},
                    List.of(new RecordedEvent.NamedPerson(5, true)))),
            List.of(new Effect.At(21, new Effect("note", "text"))));

    private final BatchEvents format = new BatchEvents("docket", text -> "us" + text.hashCode());
    private final List<Event> events = format.of(BATCH, Instant.EPOCH).toList();

    @Test
    void aBatchIsReadAsItWasWritten() {
        Batch read = format.batch(events.subList(0, 1), events.get(1), 41);

        assertThat(read).usingRecursiveComparison().isEqualTo(BATCH);
        assertThat(format.mark(events.get(1))).isEqualTo(BATCH.mark());
    }

    /** It could have the keys of persons destroyed. */
    @Test
    void aBatchThatSomebodyElseHasMadeUpIsNotRead() {
        Event end = events.get(1);
        String text = end.getPayload().getData().toStringUtf8();
        Event changed = end.toBuilder()
                .setPayload(end.getPayload().toBuilder()
                        .setData(ByteString.copyFromUtf8(text.replace("note", "destroyed-key"))))
                .build();
        Event repeated = end.toBuilder().setAggregateSequenceNumber(8).build();
        Event unsealed = end.toBuilder().clearMetaData().build();

        assertThat(List.of(changed, repeated, unsealed)).allSatisfy(made -> assertThatThrownBy(() -> format.mark(made))
                .isInstanceOf(OtherRecordException.class));
    }

    /** Who read on from where the batch said that it ends would read over all that others have written, each time. */
    @Test
    void aBatchThatIsReadTellsWhereItIsAmongTheEventsOfOthers() {
        Event foreign = Event.newBuilder().setAggregateIdentifier("foreign").build();
        var reading = new Reading(format, 7, 40);

        reading.add(foreign, 999_997);
        assertThat(reading.place()).isEqualTo(new AxonServerLog.Place(7, 999_998));
        reading.add(events.get(0), 999_998);
        assertThat(reading.place()).isEqualTo(new AxonServerLog.Place(7, 999_998));
        reading.add(events.get(1), 999_999);

        assertThat(reading.place()).isEqualTo(new AxonServerLog.Place(8, 1_000_000));
        assertThat(reading.batches()).hasSize(1);
        assertThat(reading.batches().get(0).mark().nextToken()).isEqualTo(1_000_000);
    }

    /** As when two new installations use the same Axon Server, and neither says how its log is called. */
    @Test
    void aBatchOfAnotherWhoCallsHisLogTheSameIsNotRead() {
        var others = new BatchEvents("docket", text -> "others" + text.hashCode());

        assertThatThrownBy(() -> others.mark(events.get(1))).isInstanceOf(OtherRecordException.class);
        assertThatThrownBy(() -> others.batch(events.subList(0, 1), events.get(1), 41))
                .isInstanceOf(OtherRecordException.class);
    }
}
