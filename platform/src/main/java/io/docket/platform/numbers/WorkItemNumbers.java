package io.docket.platform.numbers;

import io.docket.platform.database.TimeLimits;
import io.docket.platform.errors.UnavailableException;
import java.security.SecureRandom;
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
    private static final int DIGITS = 10;

    private static final int BLOCK = 50;

    /** So many of the sequence's numbers are tried for one thing. */
    private static final int ATTEMPTS_IN_ORDER = 2;

    private static final long FIRST_SCATTERED = 1_000_000_000L;
    private static final long BEHIND_LAST_SCATTERED = 10_000_000_000L;

    private final JdbcClient jdbc;
    private final ReentrantLock lock = new ReentrantLock();
    private final SecureRandom chance = new SecureRandom();

    private long next;
    private long endOfBlock;

    WorkItemNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A number to try. The first ones come from the sequence; if clients have chosen those for themselves, as they may,
     * others come from anywhere, where nobody can have chosen them all.
     *
     * @param attempt counted from 1, for one and the same thing that needs a number
     * @throws UnavailableException if others have been waiting for the database for too long
     */
    public String next(int attempt) {
        return attempt <= ATTEMPTS_IN_ORDER ? next() : number(chance.nextLong(FIRST_SCATTERED, BEHIND_LAST_SCATTERED));
    }

    private static String number(long drawn) {
        String digits = String.valueOf(drawn);
        return "WI" + "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
    }

    /** A number that was not drawn before. A client may have chosen the same one for itself. */
    private String next() {
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
            return number(next++);
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
