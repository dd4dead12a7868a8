package io.docket.platform.projection.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what fails for a reason that may pass, and tells of it. What has failed for the same reason for some ten
 * minutes, though the database answered, is not tried any more.
 */
public final class Patience {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    private static final int ATTEMPTS = 300;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final String work;
    private final BooleanSupplier goesOn;
    private final Note note;
    private final Duration firstPause;

    /**
     * For the steps of some work.
     *
     * @param work as it is called in the log
     * @param goesOn whether it does: if not, nothing is tried again
     */
    public Patience(String work, BooleanSupplier goesOn, Note note) {
        this(work, goesOn, note, FIRST_PAUSE);
    }

    Patience(String work, BooleanSupplier goesOn, Note note, Duration firstPause) {
        this.work = work;
        this.goesOn = goesOn;
        this.note = note;
        this.firstPause = firstPause;
    }

    /** Where others see, in the database, what keeps the work from going on. */
    @FunctionalInterface
    public interface Note {

        /** The kind and the place of it; {@code null} when it does not any more. */
        void is(@Nullable String cause);
    }

    /** It has failed for the same reason too often. */
    public static final class ExhaustedException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        ExhaustedException(Throwable cause) {
            super("It has failed for the same reason " + ATTEMPTS + " times", cause);
        }
    }

    /**
     * Does a step, again and again until it is done or the work does not go on.
     *
     * @throws ExhaustedException if it failed for the same reason too often
     * @throws RuntimeException if it failed for one that does not pass
     */
    public void untilItWorks(Runnable step) {
        String cause = null;
        int attempts = 0;
        Duration pause = firstPause;
        while (goesOn.getAsBoolean()) {
            try {
                step.run();
                if (cause != null) {
                    boolean unused = isNoted(null);
                }
                return;
            } catch (RuntimeException e) {
                if (!mayPass(e)) {
                    throw e;
                }
                String found = describe(e);
                if (!found.equals(cause)) {
                    LOG.warn("{} does not go on just now, which is tried again: {}", work, found);
                    cause = found;
                    attempts = 0;
                    pause = firstPause;
                }
                // That a database is away is no reason to give up.
                if (isNoted(cause) && ++attempts == ATTEMPTS) {
                    throw new ExhaustedException(e);
                }
            }
            LockSupport.parkNanos(pause.toNanos());
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        }
    }

    private static boolean mayPass(RuntimeException fault) {
        return !(fault instanceof IllegalStateException) && Faults.isPassing(fault);
    }

    /** The kind and the place of a fault, without its message, which may hold what events hold. */
    public static String describe(Throwable fault) {
        return Faults.describe(fault);
    }

    private boolean isNoted(@Nullable String cause) {
        try {
            note.is(cause);
            return true;
        } catch (RuntimeException e) {
            LOG.debug("What keeps {} from going on cannot be noted", work, e);
            return false;
        }
    }
}
