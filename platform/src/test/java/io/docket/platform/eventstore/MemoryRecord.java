package io.docket.platform.eventstore;

import io.docket.platform.recordedlog.Batch;
import io.docket.platform.recordedlog.BatchMark;
import io.docket.platform.recordedlog.LogOfRecord;
import io.docket.platform.recordedlog.NumberTakenException;
import java.util.ArrayList;
import java.util.List;

/** A log of record in memory. */
final class MemoryRecord implements LogOfRecord {

    private final List<Batch> batches = new ArrayList<>();

    @Override
    public synchronized long batches() {
        return batches.size();
    }

    @Override
    public synchronized BatchMark mark(long number) {
        return batches.get((int) number).mark();
    }

    @Override
    public synchronized void append(Batch batch) {
        if (batch.mark().number() != batches.size()) {
            throw new NumberTakenException("The next number is " + batches.size());
        }
        batches.add(batch);
    }

    /** One at a time, so that it takes several steps to read them. */
    @Override
    public synchronized List<Batch> read(long from, long token) {
        return List.of(batches.get((int) from));
    }

    /** As if a backup had taken its place. */
    synchronized void setBackTo(int count) {
        batches.subList(count, batches.size()).clear();
    }
}
