package io.docket.platform.logging;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Lets one line of a kind into the log in a while, and counts those that it keeps out. */
public final class LogLimit {

    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final AtomicLong nextAt = new AtomicLong(System.nanoTime());
    private final AtomicLong keptOut = new AtomicLong();

    /**
     * Writes a line, unless another was written shortly before.
     *
     * @param line takes the number of lines that were kept out since the one before
     */
    public void log(LongConsumer line) {
        long now = System.nanoTime();
        long next = nextAt.get();
        if (now - next >= 0 && nextAt.compareAndSet(next, now + PAUSE.toNanos())) {
            line.accept(keptOut.getAndSet(0));
        } else {
            keptOut.incrementAndGet();
        }
    }
}
