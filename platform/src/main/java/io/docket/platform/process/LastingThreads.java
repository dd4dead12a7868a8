package io.docket.platform.process;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads whose work begins again when an {@link Error} ends it. The reader of the log's tail would otherwise be gone for
 * good: the framework starts it once.
 */
public final class LastingThreads implements ThreadFactory {

    private static final Logger LOG = LoggerFactory.getLogger(LastingThreads.class);

    private static final long PAUSE_NANOS = 200_000_000;

    private final String name;
    private final AtomicInteger count = new AtomicInteger();

    public LastingThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable work) {
        return new Thread(() -> runUntilDone(work), name + "-" + count.incrementAndGet());
    }

    private void runUntilDone(Runnable work) {
        while (true) {
            try {
                work.run();
                return;
            } catch (RuntimeException | Error e) {
                LOG.error("{} failed, and begins again", name, e);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
