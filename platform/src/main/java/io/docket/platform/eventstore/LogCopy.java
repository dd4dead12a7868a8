package io.docket.platform.eventstore;

import static java.util.Objects.requireNonNull;

import io.docket.platform.database.Deadline;
import io.docket.platform.eventstore.EventRows.Head;
import io.docket.platform.eventstore.EventRows.Recorded;
import io.docket.platform.process.Progress;
import io.docket.platform.recordedlog.Batch;
import io.docket.platform.recordedlog.BatchMark;
import io.docket.platform.recordedlog.Effect;
import io.docket.platform.recordedlog.EffectWriter;
import io.docket.platform.recordedlog.EffectWriters;
import io.docket.platform.recordedlog.LogOfRecord;
import io.docket.platform.recordedlog.NumberTakenException;
import io.docket.platform.recordedlog.OtherRecordException;
import io.docket.platform.recordedlog.RecordUnavailableException;
import io.docket.platform.recordedlog.RecordedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The events of the database as the copy of a log of record.
 *
 * <p>Every append takes the next number of the log of record, which has each number once. So it succeeds only if the copy
 * was complete when it was decided, whatever has become of the lock of those who append. What the copy lacks after a crash
 * is written from the log of record; what the log of record lacks, since it was set back or is new, is appended to it from
 * the copy. Where neither is the beginning of the other, nothing is appended any more.
 */
final class LogCopy {

    private static final Logger LOG = LoggerFactory.getLogger(LogCopy.class);

    private static final int EVENTS_AT_ONCE = 500;
    private static final int MAX_ATTEMPTS = 10;

    /** For how long commands wait until the two are equal. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final LogOfRecord log;
    private final EventRows rows;
    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;
    private final EffectWriters writers;

    /** Whether the two were equal when this process last looked, and nothing has happened since that makes it doubt it. */
    private volatile boolean isEqual;

    LogCopy(
            LogOfRecord log,
            EventRows rows,
            TransactionTemplate transaction,
            JdbcClient jdbc,
            Iterable<EffectWriter> writers) {
        this.log = log;
        this.rows = rows;
        this.transaction = transaction;
        this.jdbc = jdbc;
        this.writers = new EffectWriters(writers);
    }

    /**
     * Notes in the transaction that writes some events that they are in the next batch.
     *
     * @return the batch, which is to be appended as the last thing before the transaction is committed
     * @throws NumberTakenException if the log of record lacks events before them
     */
    Batch next(Head head, List<Append> appends, Map<Append, Long> positions) {
        if (head.recorded().position() != head.position()) {
            throw doubt(new NumberTakenException("The log of record lacks events"));
        }
        List<RecordedEvent> events = appends.stream()
                .flatMap(append -> append.events.stream())
                .map(StoredEvent::recorded)
                .toList();
        List<Effect.At> effects = new ArrayList<>();
        for (Append append : appends) {
            long position = requireNonNull(positions.get(append));
            append.effects.forEach(effect -> effects.add(new Effect.At(position, effect)));
        }
        return note(
                head.recorded(), events, effects, events.get(events.size() - 1).eventIdentifier());
    }

    private Batch note(Recorded before, List<RecordedEvent> events, List<Effect.At> effects, String last) {
        var mark = new BatchMark(before.batches(), before.token(), before.position() + 1, events.size(), last);
        note(mark);
        return new Batch(mark, events, effects);
    }

    private void note(BatchMark mark) {
        rows.note(new Recorded(mark.number() + 1, mark.lastPosition(), mark.nextToken()));
    }

    /** Appends a batch that has been noted. */
    void append(Batch batch) {
        try {
            log.append(batch);
        } catch (RuntimeException e) {
            throw doubt(e);
        }
    }

    private <E extends RuntimeException> E doubt(E failure) {
        isEqual = false;
        return failure;
    }

    /**
     * Makes the two equal, if they may differ.
     *
     * @throws RecordUnavailableException also if that takes longer than commands should wait; some of it is done then
     */
    void prepare(Progress progress) {
        if (!isEqual) {
            makeEqualSoon(progress);
        }
    }

    /**
     * Looks whether the log of record has what the copy lacks, as after another process has died.
     *
     * @param isIdle whether nobody waits meanwhile
     * @return whether the two are equal, or have been made so while nobody waited
     */
    boolean look(Progress progress, BooleanSupplier isIdle) {
        if (isEqual && log.batches() == rows.noted().batches()) {
            return true;
        }
        isEqual = false;
        return makeEqual(progress, isIdle);
    }

    /**
     * Has the next number taken, so that no append that was sent before is accepted any more: what the log of record then
     * has of earlier appends, and has been copied, is all that it will ever have.
     */
    void settle(Progress progress) {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            try {
                makeEqualSoon(progress);
                transaction.executeWithoutResult(status -> {
                    Head head = rows.headUnderLock();
                    if (head.recorded().position() != head.position()) {
                        throw doubt(new NumberTakenException("The log of record lacks events"));
                    }
                    append(note(head.recorded(), List.of(), List.of(), rows.identifierAt(head.position())));
                });
                return;
            } catch (NumberTakenException e) {
                LOG.debug("The log of record has grown meanwhile", e);
            }
        }
        throw new RecordUnavailableException("The log of record refuses each number");
    }

    private void makeEqualSoon(Progress progress) {
        Deadline deadline = Deadline.in(SOON);
        if (!makeEqual(progress, () -> !deadline.hasPassed())) {
            throw new RecordUnavailableException("What one of the two logs lacks is still being written");
        }
    }

    /** Where a whole log is missing that takes minutes. */
    private boolean makeEqual(Progress progress, BooleanSupplier goesOn) {
        do {
            progress.begins();
            if (isEqualAfterAStep()) {
                isEqual = true;
                return true;
            }
        } while (goesOn.getAsBoolean());
        return false;
    }

    /** Some of what one of them lacks. What takes long is read before the lock is taken. */
    private boolean isEqualAfterAStep() {
        Recorded recorded = rows.noted();
        long batches = log.batches();
        if (batches < recorded.batches()) {
            goBack(recorded, batches);
            return false;
        }
        if (recorded.batches() > 0) {
            requireSame(log.mark(recorded.batches() - 1));
        }
        if (batches > recorded.batches()) {
            List<Batch> missing = log.read(recorded.batches(), recorded.token());
            if (!missing.isEmpty()) {
                transaction.executeWithoutResult(status -> copy(recorded, missing));
            }
            return false;
        }
        return requireNonNull(transaction.execute(status -> isRecordedAfterAPush(recorded)));
    }

    /** A batch that both have ends with the same event, or one of the two is of another log. */
    private void requireSame(BatchMark mark) {
        if (!rows.identifierAt(mark.lastPosition()).equals(mark.last())) {
            throw new OtherRecordException("Batch " + mark.number()
                    + " of the log of record does not end with the event that the database has at position "
                    + mark.lastPosition());
        }
    }

    /** The log of record was set back, as to a backup, or another one has taken its place. */
    private void goBack(Recorded recorded, long batches) {
        Recorded common = new Recorded(0, 0, 0);
        if (batches > 0) {
            BatchMark mark = log.mark(batches - 1);
            requireSame(mark);
            common = new Recorded(batches, mark.lastPosition(), mark.nextToken());
        }
        LOG.warn(
                "The log of record lacks {} batches that the database has copied; the events from position {} on are "
                        + "appended to it again",
                recorded.batches() - batches,
                common.position() + 1);
        Recorded to = common;
        transaction.executeWithoutResult(status -> {
            if (rows.headUnderLock().recorded().equals(recorded)) {
                rows.note(to);
            }
        });
    }

    /** What another process, which may be gone, appended before it could write it here. */
    private void copy(Recorded before, List<Batch> batches) {
        Head head = rows.headUnderLock();
        if (!head.recorded().equals(before)) {
            return;
        }
        long position = head.position();
        for (Batch batch : batches) {
            BatchMark mark = batch.mark();
            if (mark.lastPosition() <= position) {
                requireSame(mark);
            } else {
                copyBehind(position, batch);
                position = mark.lastPosition();
            }
            note(mark);
        }
        LOG.info("{} batches of the log of record are copied, up to position {}", batches.size(), position);
    }

    /** An older database may end within a batch that was appended to the log of record later, from a newer one. */
    private void copyBehind(long position, Batch batch) {
        BatchMark mark = batch.mark();
        long known = position + 1 - mark.first();
        if (known < 0) {
            throw new OtherRecordException("Batch " + mark.number() + " of the log of record begins at position "
                    + mark.first() + ", and the database ends at " + position);
        }
        List<RecordedEvent> events = batch.events();
        if (known > 0 && !events.get((int) known - 1).eventIdentifier().equals(rows.identifierAt(position))) {
            throw new OtherRecordException("Batch " + mark.number()
                    + " of the log of record has another event at position " + position + " than the database");
        }
        requireKeys(batch);
        rows.insert(events.subList((int) known, events.size()), position);
        batch.effects().stream()
                .filter(effect -> effect.position() > position)
                .forEach(effect -> writers.write(jdbc, effect));
    }

    /** Keys are stored before events are sent: if one is missing, this is an older database than the log's. */
    private void requireKeys(Batch batch) {
        if (!rows.haveKeys(batch.events())) {
            throw new OtherRecordException("Batch " + batch.mark().number()
                    + " of the log of record has data of persons whose keys the database lacks: it is an older one");
        }
    }

    /** What was appended to the database alone, before there was this log of record or beside it. */
    private boolean isRecordedAfterAPush(Recorded before) {
        Head head = rows.headUnderLock();
        if (!head.recorded().equals(before)) {
            // Who has appended meanwhile could do so since the two were equal. To wait until nobody does may be for
            // ever.
            return head.recorded().batches() > before.batches()
                    && head.recorded().position() == head.position();
        }
        if (before.position() == head.position()) {
            return true;
        }
        if (OlderEvents.areLeft(jdbc)) {
            throw new RecordUnavailableException("Events that an older version wrote are still being encrypted");
        }
        List<RecordedEvent> events = rows.recorded(before.position(), EVENTS_AT_ONCE);
        String last = events.get(events.size() - 1).eventIdentifier();
        append(note(before, events, writers.of(events, before.position()), last));
        return false;
    }
}
