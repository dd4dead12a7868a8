package io.docket.platform.projection.processing;

import static java.util.stream.Collectors.toMap;

import io.docket.platform.projection.faults.BatchFailedException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What last kept each projection from going on: in this process, and in whichever process it was. */
@Component
final class LastFailures {

    private final Map<String, Failure> failures = new ConcurrentHashMap<>();

    /** Those that other processes have not been told of. */
    private final Map<String, Failure> untold = new ConcurrentHashMap<>();

    private final JdbcClient jdbc;
    private final Clock clock;

    LastFailures(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A failure of a batch, which is tried again.
     *
     * @param cause its kind and its place, without what events hold
     */
    record Failure(Instant time, String cause) {

        static Failure later(Failure one, Failure other) {
            return one.time.isAfter(other.time) ? one : other;
        }
    }

    void add(String projection, Throwable cause) {
        var failure = new Failure(clock.instant(), String.valueOf(new BatchFailedException(cause).getMessage()));
        failures.put(projection, failure);
        untold.put(projection, failure);
    }

    /** That of this process. Does not ask the database. */
    Optional<Failure> of(String projection) {
        return Optional.ofNullable(failures.get(projection));
    }

    /** Tells the other processes, which may be asked, too. */
    void tell() {
        untold.forEach((projection, failure) -> {
            OffsetDateTime time = failure.time.atOffset(ZoneOffset.UTC);
            int known = jdbc.sql("update projection_failure set failed_at = ?, cause = ? where projection = ?")
                    .params(time, failure.cause, projection)
                    .update();
            if (known == 0) {
                jdbc.sql("insert into projection_failure (projection, failed_at, cause) values (?, ?, ?)")
                        .params(projection, time, failure.cause)
                        .update();
            }
            untold.remove(projection, failure);
        });
    }

    /** The last ones, whichever process they were in. */
    Map<String, Failure> everywhere() {
        Map<String, Failure> found = jdbc
                .sql("select projection, failed_at, cause from projection_failure")
                .query((row, number) -> Map.entry(
                        row.getString(1),
                        new Failure(row.getObject(2, OffsetDateTime.class).toInstant(), row.getString(3))))
                .list()
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
        failures.forEach((projection, failure) -> found.merge(projection, failure, Failure::later));
        return found;
    }
}
