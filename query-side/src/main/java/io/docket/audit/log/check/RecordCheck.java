package io.docket.audit.log.check;

import io.docket.audit.log.Duties;
import io.docket.audit.log.LogAlarm;
import io.docket.audit.log.LogDatabase;
import io.docket.audit.log.Rounds;
import io.docket.platform.recordedlog.Batch;
import io.docket.platform.recordedlog.LogOfRecord;
import io.docket.platform.recordedlog.OtherRecordException;
import io.docket.platform.recordedlog.RecordUnavailableException;
import io.docket.platform.recordedlog.RecordedEvent;
import io.docket.tlog.table.EventRow;
import io.docket.tlog.table.EventTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Holds the log of record, where there is one, against its copy in the database, some of it at a time, and begins again when
 * it is through. The copy is held against the transparency log ({@link ContinuousCheck}). One process does so.
 */
@Component
final class RecordCheck implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RecordCheck.class);

    private static final String WHO = "record-check";
    private static final Duration TERM = Duration.ofSeconds(30);
    private static final Duration BETWEEN_PARTS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_CHECKS = Duration.ofMinutes(1);

    private final @Nullable LogOfRecord log;
    private final LogDatabase database;
    private final JdbcClient jdbc;
    private final LogAlarm alarm;
    private final Duties duties;
    private final Rounds rounds;

    private @Nullable Next underWay;

    /**
     * What is looked at next.
     *
     * @param batch its number
     * @param token where it begins, or before
     * @param position of its first event
     * @param found whether something was found before
     */
    private record Next(long batch, long token, long position, boolean found) {}

    RecordCheck(ObjectProvider<LogOfRecord> log, LogDatabase database, JdbcClient jdbc, LogAlarm alarm, Duties duties) {
        this.log = log.getIfAvailable();
        this.database = database;
        this.jdbc = jdbc;
        this.alarm = alarm;
        this.duties = duties;
        rounds = new Rounds("audit-log-record-check", this::round, alarm);
    }

    private Duration round() {
        Next next = underWay;
        if (next == null) {
            next = duties.take(WHO, TERM) ? new Next(0, 0, 1, false) : null;
        } else {
            duties.giveBack(WHO, TERM);
        }
        if (log != null && next != null) {
            underWay = next(log, next);
            if (underWay == null) {
                duties.giveBack(WHO, BETWEEN_CHECKS);
            }
        }
        return BETWEEN_PARTS;
    }

    /** Checks all of it at once. */
    void checkAll() {
        Next next = new Next(0, 0, 1, false);
        while (log != null && next != null) {
            next = next(log, next);
        }
    }

    /** Checks some more; nothing follows when it is through. */
    private @Nullable Next next(LogOfRecord record, Next next) {
        long copied = jdbc.sql("select recorded_batches from event_log_lock where id = 1")
                .query(Long.class)
                .single();
        if (next.batch >= copied) {
            if (!next.found) {
                alarm.clear(WHO);
            }
            return null;
        }
        try {
            Next reached = next;
            for (Batch batch : record.read(next.batch, next.token)) {
                if (batch.mark().number() < copied) {
                    reached = afterBatch(reached, batch);
                }
            }
            return reached;
        } catch (OtherRecordException e) {
            alarm.raise(WHO, e.getMessage() + " in the log of record");
            return null;
        } catch (RecordUnavailableException e) {
            // A whole check takes hours: begun anew after each time without an answer, it might never be through.
            LOG.debug("The log of record cannot be checked now", e);
            return next;
        }
    }

    private Next afterBatch(Next next, Batch batch) {
        Optional<Long> other = firstOther(batch, next.position);
        other.ifPresent(position ->
                alarm.raise(WHO, "The event at position " + position + " is another one in the log of record"));
        return new Next(
                next.batch + 1,
                batch.mark().nextToken(),
                next.position + batch.events().size(),
                next.found || other.isPresent());
    }

    /** The first position at which the two have not the same, byte for byte. */
    private Optional<Long> firstOther(Batch batch, long first) {
        List<RecordedEvent> events = batch.events();
        List<EventRow> rows = database.read(
                connection -> EventTable.read(connection, first - 1, first - 1 + events.size(), events.size() + 1));
        for (int i = 0; i < events.size(); i++) {
            if (i >= rows.size() || !isSame(rows.get(i), events.get(i), first + i)) {
                return Optional.of(first + i);
            }
        }
        return Optional.empty();
    }

    private static boolean isSame(EventRow row, RecordedEvent event, long position) {
        var recorded = new EventRow(
                position,
                event.eventIdentifier(),
                event.aggregateType(),
                event.aggregateIdentifier(),
                event.sequenceNumber(),
                event.payloadType(),
                event.payloadRevision(),
                event.timestamp(),
                event.payload(),
                event.metaData());
        return row.entry().hash().equals(recorded.entry().hash());
    }

    @Override
    public void start() {
        if (log != null) {
            rounds.start();
        }
    }

    @Override
    public void stop() {
        rounds.stop();
    }

    @Override
    public boolean isRunning() {
        return rounds.isRunning();
    }
}
