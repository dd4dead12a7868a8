package io.docket.platform.projection.faults;

import io.docket.platform.database.PassingFault;

/**
 * A batch of events that was not taken in. Without its cause, whose message may hold what the events hold; but with a fault
 * of the database that passes, for those who look for one.
 */
public final class BatchFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean passing;

    public BatchFailedException(Throwable cause) {
        super(Faults.describe(cause), PassingFault.in(cause).orElse(null));
        this.passing = Faults.isPassing(cause);
        setStackTrace(new StackTraceElement[0]);
    }

    /** Whether the same batch may well be taken in when it is tried again. */
    public boolean isPassing() {
        return passing;
    }
}
