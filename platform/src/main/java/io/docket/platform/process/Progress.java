package io.docket.platform.process;

import java.time.Duration;

/** Whether a thread that works for ever gets on with its work. One thread tells; any may ask. */
public final class Progress {

    /** Who fails and has not tried again for so long has nothing to do. */
    private static final Duration IDLE = Duration.ofSeconds(2);

    /** When the work under way was begun, in the time of {@link System#nanoTime()}; 0 if there is none. */
    private volatile long begunAt;

    /** When the first of the failures in a row came; 0 if the work succeeded last. */
    private volatile long failingSince;

    private volatile long failedAt;

    public void begins() {
        begunAt = now();
    }

    public void ends() {
        begunAt = 0;
    }

    /**
     * Work has succeeded.
     *
     * @return whether it had failed before
     */
    public boolean succeeds() {
        boolean failed = failingSince != 0;
        failingSince = 0;
        return failed;
    }

    /**
     * Work has failed.
     *
     * @return whether it is the first failure in a row
     */
    public boolean fails() {
        boolean first = failingSince == 0;
        failedAt = now();
        if (first) {
            failingSince = failedAt;
        }
        return first;
    }

    /** For how long it has been hanging, or failing; zero if it gets on, or nobody wants it to. */
    public Duration stuckFor() {
        long now = System.nanoTime();
        long begun = begunAt;
        long failing = failingSince;
        if (failing != 0 && (begun != 0 || now - failedAt < IDLE.toNanos())) {
            return Duration.ofNanos(now - failing);
        }
        return begun == 0 ? Duration.ZERO : Duration.ofNanos(now - begun);
    }

    private static long now() {
        long now = System.nanoTime();
        return now == 0 ? 1 : now;
    }
}
