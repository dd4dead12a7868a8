package io.docket.audit.log;

import io.docket.platform.database.PassingFault;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again in a thread of its own, whatever it fails over. While it fails over something that does not
 * pass by itself, nobody looks after the log, and the alarm is raised. Nobody is interrupted in a database.
 */
public final class Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final String name;
    private final Supplier<Duration> round;
    private final LogAlarm alarm;
    private final Object resting = new Object();

    private volatile @Nullable Thread thread;
    private boolean failed;

    /** @param round what is done; it says how long to rest afterwards */
    public Rounds(String name, Supplier<Duration> round, LogAlarm alarm) {
        this.name = name;
        this.round = round;
        this.alarm = alarm;
    }

    private void run() {
        while (isRunning()) {
            rest(once());
        }
    }

    /** Does it once, and says how long to rest. */
    Duration once() {
        try {
            Duration rest = round.get();
            failed = false;
            alarm.clear(name);
            return rest;
        } catch (RuntimeException | Error e) {
            boolean passes = PassingFault.causes(e);
            if (!failed && passes) {
                LOG.warn("{} cannot go on now: {}", name, PassingFault.message(e));
            } else if (!failed) {
                LOG.error("{} failed, and is tried again and again", name, e);
            }
            if (!passes) {
                alarm.raise(
                        name,
                        "It cannot go on, and is tried again and again: "
                                + e.getClass().getSimpleName());
            }
            failed = true;
            return AFTER_FAILURE;
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
