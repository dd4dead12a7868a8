package io.docket.platform.projection.processing;

import io.docket.platform.projection.faults.BatchFailedException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** What last kept each projection of this process from going on. */
@Component
final class LastFailures {

    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private final Clock clock;

    LastFailures(Clock clock) {
        this.clock = clock;
    }

    /**
     * A failure of a batch, which is tried again.
     *
     * @param cause its kind and its place, without what events hold
     */
    record Failure(Instant time, String cause) {}

    void add(String projection, Throwable cause) {
        failures.put(
                projection, new Failure(clock.instant(), String.valueOf(new BatchFailedException(cause).getMessage())));
    }

    Optional<Failure> of(String projection) {
        return Optional.ofNullable(failures.get(projection));
    }
}
