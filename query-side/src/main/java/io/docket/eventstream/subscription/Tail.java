package io.docket.eventstream.subscription;

import io.docket.eventstream.log.EventFilter;
import io.docket.eventstream.log.LoggedEvents;
import io.docket.platform.database.PassingFault;
import io.docket.platform.eventstore.LogAccess;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is appended to the log, once for all subscribers of the process, in a thread of its own; nothing while there are
 * none.
 */
final class Tail {

    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

    private static final int AT_ONCE = 1000;

    /** When it looks although nothing was heard. */
    private static final long LOOK_NANOS = 1_000_000_000;

    /** A round of all subscribers takes less for each; between two rounds there is time for other work. */
    private static final long NANOS_FOR_EACH = 100_000;

    /** What one who is told waits for at the most. */
    private static final long LONGEST_REST = 100_000_000;

    private final LoggedEvents log;
    private final LiveEvents live;
    private final LogAccess access;
    private final Subscribers subscribers;
    private final Runnable wake = this::wake;

    private volatile boolean grown;
    private volatile boolean stopped;
    private volatile @Nullable Thread thread;

    Tail(LoggedEvents log, LiveEvents live, LogAccess access, Subscribers subscribers) {
        this.log = log;
        this.live = live;
        this.access = access;
        this.subscribers = subscribers;
    }

    void start() {
        var reading = new Thread(this::run, "events-tail");
        reading.setDaemon(true);
        stopped = false;
        thread = reading;
        reading.start();
        access.onGrowth(wake);
    }

    void stop() {
        access.forget(wake);
        stopped = true;
        thread = null;
        wake();
    }

    /** Has it look now. */
    void wake() {
        grown = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        boolean failed = false;
        while (thread == Thread.currentThread()) {
            try {
                int told = follow();
                failed = false;
                rest(Math.min(told * NANOS_FOR_EACH, LONGEST_REST));
            } catch (RuntimeException | Error e) {
                if (!failed && PassingFault.causes(e)) {
                    LOG.warn("The events cannot be followed now: {}", PassingFault.message(e));
                } else if (!failed) {
                    LOG.error("The events cannot be followed, and are tried again and again", e);
                }
                failed = true;
                rest(LOOK_NANOS);
            }
            if (!grown) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    /** Reads to the end of the log, and says how many were told of it. */
    int follow() {
        grown = false;
        boolean more = live.isUsed();
        boolean any = false;
        while (more && !stopped) {
            long after = live.last();
            LoggedEvents.Piece piece = log.read(after, Long.MAX_VALUE, EventFilter.ALL, AT_ONCE);
            live.add(after, piece.events());
            more = piece.through() < Long.MAX_VALUE;
            any |= !piece.events().isEmpty();
            if (more) {
                // The end may never be reached, where events come as fast as they are read.
                subscribers.wakeAll();
            }
        }
        return any ? subscribers.wakeAll() : 0;
    }

    private void rest(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && thread != null; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
