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

    private volatile Read latest = new Read(List.of(), System.nanoTime() - FRESH.toNanos());

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

    private record Read(List<CheckpointTable.Signed> newestFirst, long at) {}

    /** The one to hand out now; it may be a moment old. */
    public SignedNote current() {
        Read read = latest;
        if (System.nanoTime() - read.at > FRESH.toNanos()) {
            read = read();
        }
        return best(read, 0).orElseThrow(() -> new UnavailableException("The log has not been signed yet."));
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
        List<CheckpointTable.Signed> newestFirst = latest.newestFirst;
        if (newestFirst.isEmpty() || System.nanoTime() - latest.at > FRESH.toNanos()) {
            newestFirst = read().newestFirst;
        }
        return newestFirst.isEmpty() ? 0 : newestFirst.get(0).size();
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
