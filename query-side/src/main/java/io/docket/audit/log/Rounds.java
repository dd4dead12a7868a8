package io.docket.audit.log;

import io.docket.platform.database.PassingFault;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again in a thread of its own, whatever it fails over. Nobody is interrupted in a database. */
public final class Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final String name;
    private final Supplier<Duration> round;
    private final Object resting = new Object();

    private volatile @Nullable Thread thread;

    /** @param round what is done; it says how long to rest afterwards */
    public Rounds(String name, Supplier<Duration> round) {
        this.name = name;
        this.round = round;
    }

    private void run() {
        boolean failed = false;
        while (isRunning()) {
            Duration rest = AFTER_FAILURE;
            try {
                rest = round.get();
                failed = false;
            } catch (RuntimeException | Error e) {
                if (!failed && PassingFault.causes(e)) {
                    LOG.warn("{} cannot go on now: {}", name, PassingFault.message(e));
                } else if (!failed) {
                    LOG.error("{} failed, and is tried again and again", name, e);
                }
                failed = true;
            }
            rest(rest);
        }
    }

    private void rest(Duration duration) {
        synchronized (resting) {
            long until = System.nanoTime() + duration.toNanos();
            for (long left = duration.toNanos(); isRunning() && left > 0; left = until - System.nanoTime()) {
                try {
                    resting.wait(left / 1_000_000 + 1);
                } catch (InterruptedException e) {
                    LOG.debug("{} takes no interruption", name, e);
                }
            }
        }
    }

    public void start() {
        var working = new Thread(this::run, name);
        working.setDaemon(true);
        thread = working;
        working.start();
    }

    /** Stops when what is under way is done. */
    public void stop() {
        Thread working = thread;
        synchronized (resting) {
            thread = null;
            resting.notifyAll();
        }
        try {
            if (working != null) {
                working.join(AFTER_FAILURE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isRunning() {
        return thread != null;
    }
}
