package io.docket.platform.eventstore;

import io.docket.platform.recordedlog.Batch;
import io.docket.platform.recordedlog.BatchMark;
import io.docket.platform.recordedlog.LogOfRecord;
import io.docket.platform.recordedlog.NumberTakenException;
import io.docket.platform.recordedlog.RecordUnavailableException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A way to a log of record on which the next batch, or its answer, is lost. */
final class FaultyRecord implements LogOfRecord {

    enum Fault {
        /** The batch is appended, and nobody hears of it. */
        ANSWER_LOST,
        /** The batch never gets there. */
        BATCH_LOST,
        /** The batch is on its way until the test lets it arrive. */
        BATCH_LATE,
        /** The same, and nothing is answered from then on. */
        BATCH_LATE_AND_AWAY,
        /** Nothing is answered. */
        AWAY
    }

    private final LogOfRecord target;
    private final AtomicReference<@Nullable Fault> next = new AtomicReference<>();

    private volatile @Nullable Batch late;

    FaultyRecord(LogOfRecord target) {
        this.target = target;
    }

    /** What happens to the next batch. */
    void next(@Nullable Fault fault) {
        next.set(fault);
    }

    /**
     * Has the batch arrive that was on its way.
     *
     * @return whether it was taken
     */
    boolean arrives() {
        try {
            target.append(Objects.requireNonNull(late));
            return true;
        } catch (NumberTakenException e) {
            return false;
        }
    }

    boolean isOnItsWay() {
        return late != null;
    }

    private void requireThere() {
        if (next.get() == Fault.AWAY) {
            throw new RecordUnavailableException("The test has it away");
        }
    }

    @Override
    public long batches() {
        requireThere();
        return target.batches();
    }

    @Override
    public BatchMark mark(long number) {
        requireThere();
        return target.mark(number);
    }

    @Override
    public void append(Batch batch) {
        requireThere();
        Fault fault = next.getAndSet(null);
        if (fault == null) {
            target.append(batch);
            return;
        }
        if (fault == Fault.ANSWER_LOST) {
            target.append(batch);
        } else if (fault == Fault.BATCH_LATE) {
            late = batch;
        } else if (fault == Fault.BATCH_LATE_AND_AWAY) {
            next.set(Fault.AWAY);
            late = batch;
        }
        throw new RecordUnavailableException("The test had it lost");
    }

    @Override
    public List<Batch> read(long from, long token) {
        requireThere();
        return target.read(from, token);
    }
}
