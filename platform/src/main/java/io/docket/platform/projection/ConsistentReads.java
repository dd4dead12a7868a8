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
     * @param eventType what all events of such aggregates are; an aggregate with others is not looked for
     * @param read asks the projection; may be asked again and again
     * @param version the sequence number of the last event that an answer reflects
     * @return nothing if there is no such aggregate
     * @throws UnavailableException if the projection does not get there in time
     */
    public <T> Optional<T> current(
            Class<?> eventType, String aggregateId, Supplier<Optional<T>> read, ToLongFunction<T> version) {
        long last = eventStore.lastSequenceNumberFor(aggregateId).orElse(-1L);
        // What is not there takes as long as what the caller may not see.
        var reading = new Reading<>(read, version);
        if (last < 0) {
            return Optional.empty();
        }
        if (reading.found.isEmpty() && !eventType.isAssignableFrom(typeOfEvent(aggregateId, last))) {
            return Optional.empty();
        }
        awaitUntil(() -> reading.reflects(last) || reading.again().reflects(last));
        return reading.found;
    }

    private Class<?> typeOfEvent(String aggregateId, long sequenceNumber) {
        return eventStore.readEvents(aggregateId, sequenceNumber).next().getPayloadType();
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

    private static final class Reading<T> {

        private final Supplier<Optional<T>> read;
        private final ToLongFunction<T> version;
        private Optional<T> found;

        Reading(Supplier<Optional<T>> read, ToLongFunction<T> version) {
            this.read = read;
            this.version = version;
            this.found = read.get();
        }

        Reading<T> again() {
            found = read.get();
            return this;
        }

        boolean reflects(long sequenceNumber) {
            return found.map(value -> version.applyAsLong(value) >= sequenceNumber)
                    .orElse(false);
        }
    }
}
