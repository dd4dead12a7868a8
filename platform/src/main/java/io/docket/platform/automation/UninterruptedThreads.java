package io.docket.platform.automation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
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

    UninterruptedThreads(String name, int count) {
        super(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons(name));
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
