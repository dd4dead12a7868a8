package io.docket.platform.automation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Threads that a stop leaves alone: when a thread is interrupted while it uses the embedded database, the database closes
 * its file, for all others too. The end of the process does not wait for them.
 */
final class UninterruptedThreads extends ThreadPoolExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(UninterruptedThreads.class);

    private static final long IDLE_SECONDS = 60;

    private UninterruptedThreads(String name, int kept, int most, BlockingQueue<Runnable> waiting) {
        super(kept, most, IDLE_SECONDS, TimeUnit.SECONDS, waiting, daemons(name));
    }

    /** One thread, which does one thing after the other. */
    static UninterruptedThreads one(String name) {
        return new UninterruptedThreads(name, 1, 1, new LinkedBlockingQueue<>());
    }

    /** A thread for whatever comes, at once. Whoever uses them sees to it that it is not too much. */
    static UninterruptedThreads asManyAsNeeded(String name) {
        return new UninterruptedThreads(name, 0, Integer.MAX_VALUE, new SynchronousQueue<>());
    }

    private static CustomizableThreadFactory daemons(String name) {
        var factory = new CustomizableThreadFactory(name + "-") {
            @Override
            public Thread createThread(Runnable work) {
                Thread thread = super.createThread(work);
                thread.setUncaughtExceptionHandler(
                        (ended, failure) -> LOG.error("{} is to begin again", ended, failure));
                return thread;
            }
        };
        factory.setDaemon(true);
        return factory;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        List<Runnable> notBegun = new ArrayList<>();
        getQueue().drainTo(notBegun);
        return notBegun;
    }
}
