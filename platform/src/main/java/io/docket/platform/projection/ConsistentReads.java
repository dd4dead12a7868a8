package io.docket.platform.projection;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.errors.UnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads that never answer from a state older than the reader may know of: they wait for the projection, to a limit, and no
 * more than {@value #MAX_WAITING} of them at a time.
 */
@Component
public final class ConsistentReads {

    private static final int MAX_WAITING = 100;

    private final ProjectionPositions positions;
    private final DeadLetters letters;
    private final EventStore eventStore;
    private final JdbcClient jdbc;
    private final Duration limit;
    private final Semaphore places = new Semaphore(MAX_WAITING);

    ConsistentReads(
            ProjectionPositions positions,
            DeadLetters letters,
            EventStore eventStore,
            JdbcClient jdbc,
            @Value("${docket.reads.max-wait}") Duration limit) {
        this.positions = positions;
        this.letters = letters;
        this.eventStore = eventStore;
        this.jdbc = jdbc;
        this.limit = limit;
    }

    /**
     * Waits until a projection has taken in all events up to the position that a client sends as {@code
     * Consistency-Token}, so that a list that is read afterwards lacks none of them.
     *
     * @param token the token; {@code null} does not wait
     * @throws RefusedException if the log does not reach that far
     * @throws UnavailableException if the projection does not get there in time, or holds up one of the events
     */
    public void await(String projection, @Nullable Long token) {
        if (token == null) {
            return;
        }
        requireInLog(token);
        awaitPosition(projection, token);
        if (letters.holdsUpAny(projection, token)) {
            throw new UnavailableException(
                    "The answer may lack a change that is held up. Without a Consistency-Token it can be read.");
        }
    }

    /**
     * Reads what belongs to one aggregate, not older than the aggregate's last event, nor than what a client knows of.
     *
     * @param token the client's {@code Consistency-Token}; {@code null} if it has none
     * @param eventType what all events of such aggregates are; an aggregate with others is not looked for
     * @param read asks the projection; may be asked again
     * @param version the sequence number of the last event that an answer reflects
     * @return nothing if there is no such aggregate
     * @throws RefusedException if the log does not reach as far as the token
     * @throws UnavailableException if the projection does not get there in time, or holds up the aggregate
     */
    public <T> Optional<T> current(
            String projection,
            @Nullable Long token,
            Class<?> eventType,
            String aggregateId,
            Supplier<Optional<T>> read,
            ToLongFunction<T> version) {
        if (token != null) {
            requireInLog(token);
        }
        long last = eventStore.lastSequenceNumberFor(aggregateId).orElse(-1L);
        // Read also when there is nothing to find: what is not there takes as long as what the caller may not see.
        Optional<T> found = read.get();
        if (last < 0) {
            return Optional.empty();
        }
        if (reflects(found, version, last)) {
            return found;
        }
        if (found.isEmpty() && !eventType.isAssignableFrom(typeOfEvent(aggregateId, last))) {
            return Optional.empty();
        }
        requireNotHeldUp(projection, aggregateId);
        awaitPosition(projection, positionOfEvent(aggregateId, last));
        found = read.get();
        if (reflects(found, version, last)) {
            return found;
        }
        requireNotHeldUp(projection, aggregateId);
        throw late();
    }

    private static <T> boolean reflects(Optional<T> found, ToLongFunction<T> version, long sequenceNumber) {
        return found.isPresent() && version.applyAsLong(found.get()) >= sequenceNumber;
    }

    private Class<?> typeOfEvent(String aggregateId, long sequenceNumber) {
        return eventStore.readEvents(aggregateId, sequenceNumber).next().getPayloadType();
    }

    private long positionOfEvent(String aggregateId, long sequenceNumber) {
        return jdbc.sql("select global_index from domain_event where aggregate_identifier = ? and sequence_number = ?")
                .params(aggregateId, sequenceNumber)
                .query(Long.class)
                .single();
    }

    private void requireInLog(long token) {
        if (!positions.isInLog(token)) {
            throw new RefusedException(Refusal.invalid(
                    "Consistency-Token", ErrorLiteral.OUT_OF_RANGE, "Must be a token that an answer carried."));
        }
    }

    private void requireNotHeldUp(String projection, String aggregateId) {
        if (letters.holdsUp(projection, aggregateId)) {
            throw new UnavailableException("The latest change of this resource is held up.");
        }
    }

    private void awaitPosition(String projection, long position) {
        if (positions.hasPassed(projection, position)) {
            return;
        }
        if (!places.tryAcquire()) {
            throw new UnavailableException("Too many requests wait for the latest changes.");
        }
        try {
            if (!positions.await(projection, position, limit)) {
                throw late();
            }
        } finally {
            places.release();
        }
    }

    private static UnavailableException late() {
        return new UnavailableException("The latest changes cannot be read yet.");
    }
}
