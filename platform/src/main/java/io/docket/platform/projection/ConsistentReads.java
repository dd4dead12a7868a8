package io.docket.platform.projection;

import io.docket.platform.errors.UnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Reads that never answer from a state older than the reader may know of: they wait for the projection, to a limit. */
@Component
public final class ConsistentReads {

    private static final Duration POLL = Duration.ofMillis(4);

    private final ProjectionPositions positions;
    private final EventStore eventStore;
    private final Duration limit;

    ConsistentReads(
            ProjectionPositions positions, EventStore eventStore, @Value("${docket.reads.max-wait}") Duration limit) {
        this.positions = positions;
        this.eventStore = eventStore;
        this.limit = limit;
    }

    /**
     * Waits until a projection has passed the position that a client sends as {@code Consistency-Token}.
     *
     * @param token the token; {@code null} does not wait
     * @throws UnavailableException if it does not get there in time
     */
    public void await(String projection, @Nullable Long token) {
        if (token != null) {
            awaitUntil(() -> positions.hasPassed(projection, token));
        }
    }

    /**
     * Reads what belongs to one aggregate, not older than the aggregate's last event.
     *
     * @param read asks the projection; may be asked again and again
     * @param version the sequence number of the last event that an answer reflects
     * @return nothing if there is no such aggregate
     * @throws UnavailableException if the projection does not get there in time
     */
    public <T> Optional<T> current(String aggregateId, Supplier<Optional<T>> read, ToLongFunction<T> version) {
        long last = eventStore.lastSequenceNumberFor(aggregateId).orElse(-1L);
        if (last < 0) {
            return Optional.empty();
        }
        var found = new Found<T>();
        awaitUntil(() -> {
            found.value = read.get();
            return found.value.map(value -> version.applyAsLong(value) >= last).orElse(false);
        });
        return found.value;
    }

    private void awaitUntil(BooleanSupplier reached) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new UnavailableException("The read model does not catch up within " + limit);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static final class Found<T> {
        private Optional<T> value = Optional.empty();
    }
}
