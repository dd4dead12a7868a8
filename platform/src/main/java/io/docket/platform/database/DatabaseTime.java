package io.docket.platform.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The time of the database that all processes share, so that they agree on which claim has expired, and on what came
 * first, however their own clocks differ. Between two looks at the database it runs on with the process's monotonic time:
 * nobody who sets the process's clock sets this one.
 *
 * <p>Where nobody has told what time the database has, as with an embedded one, it is the time of the process.
 */
public final class DatabaseTime {

    /** A smaller difference comes from the way to the database, and is let be: time should not jump for nothing. */
    private static final Duration TOLERANCE = Duration.ofMillis(250);

    private final Clock own = Clock.systemUTC();

    private volatile @Nullable Reference reference;

    /**
     * Sets the time, if it is off.
     *
     * @param time what the database said
     * @param askedAt when it was asked, in {@link System#nanoTime()}
     * @param answeredAt when it had answered
     */
    void observe(Instant time, long askedAt, long answeredAt) {
        long wayBack = (answeredAt - askedAt) / 2;
        var seen = new Reference(time.plusNanos(wayBack), answeredAt);
        Duration tolerated = TOLERANCE.plusNanos(wayBack);
        Reference known = reference;
        if (known == null
                || Duration.between(known.at(answeredAt), seen.time).abs().compareTo(tolerated) > 0) {
            reference = seen;
        }
    }

    /** A clock with this time, in UTC. */
    public Clock clock() {
        InstantSource source = this::now;
        return source.withZone(ZoneOffset.UTC);
    }

    private Instant now() {
        Reference known = reference;
        return known == null ? own.instant() : known.at(System.nanoTime());
    }

    private record Reference(Instant time, long nanoTime) {

        Instant at(long now) {
            return time.plusNanos(now - nanoTime);
        }
    }
}
