package io.docket.audit.log;

import io.docket.platform.errors.UnavailableException;
import io.docket.tlog.note.SignedNote;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The checkpoints that are handed out. Of those of the last seconds it is the one that most witnesses have cosigned, so
 * that a quick witness is under each, and a slow one delays nothing.
 */
@Component
public final class Checkpoints {

    private static final Duration RECENT = Duration.ofSeconds(10);
    private static final int LOOKED_AT = 12;
    private static final int MAX_WAITING = 100;
    private static final Duration LOOK = Duration.ofMillis(100);

    /** So often at most they are read for those who may ask as often as they like. */
    private static final Duration FRESH = Duration.ofMillis(200);

    private final CheckpointTable table;
    private final LogMaintenance maintenance;
    private final Clock clock;
    private final Duration limit;
    private final Semaphore places = new Semaphore(MAX_WAITING);

    /** Held by the one who reads for all that ask. */
    private final ReentrantLock reading = new ReentrantLock();

    private volatile Read latest = new Read(List.of(), System.nanoTime() - RECENT.toNanos());

    Checkpoints(
            CheckpointTable table,
            LogMaintenance maintenance,
            Clock clock,
            @Value("${docket.reads.max-wait}") Duration limit) {
        this.table = table;
        this.maintenance = maintenance;
        this.clock = clock;
        this.limit = limit;
    }

    private record Read(List<CheckpointTable.Signed> newestFirst, long at) {

        boolean isWithin(Duration age) {
            return System.nanoTime() - at < age.toNanos();
        }
    }

    /**
     * The one to hand out now; it may be a moment old.
     *
     * @throws UnavailableException if there is none, or it cannot be read in time
     */
    public SignedNote current() {
        return best(recent(), 0).orElseThrow(() -> new UnavailableException("The log has not been signed yet."));
    }

    /**
     * One whose tree has a position in it, which is waited for.
     *
     * @throws UnavailableException if there is none in time
     */
    public SignedNote covering(long position) {
        Optional<SignedNote> found = best(read(), position);
        if (found.isPresent()) {
            return found.get();
        }
        if (!places.tryAcquire()) {
            throw new UnavailableException("Too many requests wait for the latest events to be signed.");
        }
        try {
            long until = System.nanoTime() + limit.toNanos();
            while (found.isEmpty() && System.nanoTime() < until) {
                maintenance.await(LOOK);
                found = best(read(), position);
            }
        } finally {
            places.release();
        }
        return found.orElseThrow(() -> new UnavailableException("The event has not been signed yet."));
    }

    /** How many leaves the tree has. */
    public long size() {
        List<CheckpointTable.Signed> newestFirst = recent().newestFirst;
        return newestFirst.isEmpty() ? 0 : newestFirst.get(0).size();
    }

    /** One reads at a time; the others take what was read before, or wait for it where that is too old. */
    private Read recent() {
        Read read = latest;
        if (read.isWithin(FRESH)) {
            return read;
        }
        boolean willDo = read.isWithin(RECENT);
        if (!takeReading(willDo ? Duration.ZERO : limit)) {
            if (willDo) {
                return read;
            }
            throw new UnavailableException("The checkpoint cannot be read now.");
        }
        try {
            read = latest;
            return read.isWithin(FRESH) ? read : read();
        } finally {
            reading.unlock();
        }
    }

    private boolean takeReading(Duration atMost) {
        try {
            return reading.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Read read() {
        var read = new Read(table.newest(LOOKED_AT), System.nanoTime());
        latest = read;
        return read;
    }

    private Optional<SignedNote> best(Read read, long position) {
        Instant since = clock.instant().minus(RECENT);
        return read.newestFirst.stream()
                .filter(signed -> signed.at().isAfter(since)
                        || signed.size() == read.newestFirst.get(0).size())
                .filter(signed -> signed.size() >= position)
                .max(Comparator.<CheckpointTable.Signed>comparingInt(
                                signed -> signed.cosignatures().size())
                        .thenComparingLong(CheckpointTable.Signed::size))
                .map(CheckpointTable.Signed::whole);
    }
}
