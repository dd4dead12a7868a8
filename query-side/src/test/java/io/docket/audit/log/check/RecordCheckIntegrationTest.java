package io.docket.audit.log.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.audit.log.LogOnDatabase;
import io.docket.platform.recordedlog.Batch;
import io.docket.platform.recordedlog.BatchMark;
import io.docket.platform.recordedlog.LogOfRecord;
import io.docket.platform.recordedlog.RecordUnavailableException;
import io.docket.platform.recordedlog.RecordedEvent;
import io.docket.platform.testing.Database;
import io.docket.tlog.table.EventRow;
import io.docket.tlog.table.EventTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class RecordCheckIntegrationTest {

    private static final int EVENTS_OF_A_BATCH = 10;

    /** A log of record that somebody may change. */
    private static final class Changeable implements LogOfRecord {

        private final List<Batch> batches = new ArrayList<>();

        /** The batch from which on nothing can be read the next time. */
        private long awayAt = -1;

        void add(List<RecordedEvent> events) {
            long first = 1 + (long) batches.size() * EVENTS_OF_A_BATCH;
            var mark = new BatchMark(batches.size(), 0, first, events.size(), "");
            batches.add(new Batch(mark, events, List.of()));
        }

        void change(int batch, int event, String payload) {
            Batch before = batches.get(batch);
            List<RecordedEvent> events = new ArrayList<>(before.events());
            events.set(event, withPayload(events.get(event), payload.getBytes(StandardCharsets.UTF_8)));
            batches.set(batch, new Batch(before.mark(), events, List.of()));
        }

        private static RecordedEvent withPayload(RecordedEvent event, byte[] payload) {
            return new RecordedEvent(
                    event.eventIdentifier(),
                    event.aggregateIdentifier(),
                    event.sequenceNumber(),
                    event.aggregateType(),
                    event.timestamp(),
                    event.payloadType(),
                    event.payloadRevision(),
                    payload,
                    event.metaData(),
                    List.of());
        }

        @Override
        public long batches() {
            return batches.size();
        }

        @Override
        public BatchMark mark(long number) {
            return batches.get((int) number).mark();
        }

        @Override
        public void append(Batch batch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Batch> read(long from, long token) {
            if (from == awayAt) {
                awayAt = -1;
                throw new RecordUnavailableException("The test has it away");
            }
            return batches.subList((int) from, Math.min(batches.size(), (int) from + 3));
        }
    }

    private static RecordedEvent recorded(EventRow row) {
        return new RecordedEvent(
                row.eventId(),
                row.aggregateId(),
                row.sequence(),
                row.aggregateType(),
                row.time(),
                row.type(),
                row.revision(),
                row.payload(),
                row.metaData(),
                List.of());
    }

    @Test
    void anEventThatWasChangedInTheLogOfRecordIsFoundAndNamed() {
        try (var log = new LogOnDatabase(Database.H2)) {
            log.append(1, 100);
            var record = new Changeable();
            for (long after = 0; after < 100; after += EVENTS_OF_A_BATCH) {
                long from = after;
                record.add(log
                        .connections()
                        .read(connection ->
                                EventTable.read(connection, from, from + EVENTS_OF_A_BATCH, EVENTS_OF_A_BATCH))
                        .stream()
                        .map(RecordCheckIntegrationTest::recorded)
                        .toList());
            }
            log.database
                    .jdbc()
                    .sql("update event_log_lock set recorded_batches = 10")
                    .update();
            RecordCheck check = check(log, record);

            check.checkAll();
            assertThat(log.alarm.raised()).isEmpty();

            record.change(4, 2, "{\"n\":44}");
            record.awayAt = 3;
            check.checkAll();
            assertThat(log.alarm.raised())
                    .isEqualTo(Map.of("record-check", "The event at position 43 is another one in the log of record"));

            record.change(4, 2, "{\"n\":43}");
            check.checkAll();
            assertThat(log.alarm.raised()).isEmpty();
        }
    }

    private static RecordCheck check(LogOnDatabase log, LogOfRecord record) {
        ObjectProvider<LogOfRecord> provider =
                new StaticListableBeanFactory(Map.of("record", record)).getBeanProvider(LogOfRecord.class);
        return new RecordCheck(provider, log.connections(), log.database.jdbc(), log.alarm, log.duties());
    }
}
