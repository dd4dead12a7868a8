package io.docket.platform.numbers;

import io.docket.platform.database.TimeLimits;
import io.docket.platform.errors.UnavailableException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Draws the numbers of work items and cases: {@code WI} and ten digits. One database sequence serves all processes; each
 * takes blocks of it, so that numbers are unique but not always in the order of their drawing.
 */
@Component
public final class WorkItemNumbers {

    /** The increment of the sequence. */
    private static final int BLOCK = 50;

    private final JdbcClient jdbc;
    private final ReentrantLock lock = new ReentrantLock();

    private long next;
    private long endOfBlock;

    WorkItemNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A number that was not drawn before. A client may have chosen the same one for itself.
     *
     * @throws UnavailableException if others have been waiting for the database for too long
     */
    public String next() {
        if (!locked()) {
            throw new UnavailableException("Numbers cannot be drawn: the database does not answer");
        }
        try {
            if (next == endOfBlock) {
                next = jdbc.sql("select nextval('work_item_number')")
                        .query(Long.class)
                        .single();
                endOfBlock = next + BLOCK;
            }
            return "WI%010d".formatted(next++);
        } finally {
            lock.unlock();
        }
    }

    private boolean locked() {
        try {
            return lock.tryLock(TimeLimits.POOL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
