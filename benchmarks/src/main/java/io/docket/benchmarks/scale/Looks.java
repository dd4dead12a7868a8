package io.docket.benchmarks.scale;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * How often it was looked whether an append has the log locked, as all others then wait for it, and how often it had.
 *
 * @param all how many looks there were
 * @param locked how many of them found it locked
 */
public record Looks(long all, long locked) {

    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    /** Nothing, while an append has it. */
    private static final String FREE = "select id from event_log_lock where id = 1 for update skip locked";

    /** Looks twenty times a second, until something is done. */
    public static Looks during(CompletableFuture<?> something, Connection connection) {
        try (Statement statement = connection.createStatement()) {
            // To look is to lock for a moment, which nobody needs to find on the disk.
            statement.execute("set synchronous_commit = off");
            long all = 0;
            long locked = 0;
            while (!something.isDone()) {
                try (ResultSet free = statement.executeQuery(FREE)) {
                    locked += free.next() ? 0 : 1;
                    all++;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return new Looks(all, locked);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Looks plus(Looks other) {
        return new Looks(all + other.all, locked + other.locked);
    }

    /** Of the time, as far as one can tell: 0 to 1. */
    public double share() {
        return all == 0 ? 0 : (double) locked / all;
    }
}
