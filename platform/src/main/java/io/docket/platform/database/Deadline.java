package io.docket.platform.database;

import java.time.Duration;

/**
 * Until when something has to be done.
 *
 * @param nanoTime in the time of {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {

    /** The key under which a command's root unit of work holds its deadline. */
    public static final String RESOURCE = Deadline.class.getName();

    /** A deadline that far from now. */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    public boolean hasPassed() {
        return left().isZero();
    }

    /** The time until then; zero when it is over. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }
}
