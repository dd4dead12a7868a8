package io.docket.platform.reads;

import static org.axonframework.messaging.responsetypes.ResponseTypes.instanceOf;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.Refusal;
import io.docket.common.api.Versioned;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.errors.UnavailableException;
import io.docket.platform.eventstore.EventTypes;
import io.docket.platform.projection.Latest;
import io.docket.platform.projection.faults.DeadLetters;
import io.docket.platform.projection.processing.EventFamilies;
import io.docket.platform.projection.processing.ProjectionPositions;
import io.docket.platform.projection.processing.ProjectionReadiness;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * How endpoints ask. Reads never answer from a state older than the reader may know of: they wait for the projection, to a
 * limit, and no more than {@value #MAX_WAITING} of them at a time.
 */
@Component
public final class ConsistentReads {

    /** Of the answer with a list, if it may lack the latest changes of something, or show it as it was before them. */
    private static final String HELD_UP = "Held-Up";

    private static final int MAX_WAITING = 100;

    private final ProjectionPositions positions;
    private final ProjectionReadiness readiness;
    private final EventFamilies families;
    private final DeadLetters letters;
    private final QueryGateway queries;
    private final EventStore eventStore;
    private final JdbcClient jdbc;
    private final Duration limit;
    private final Semaphore places = new Semaphore(MAX_WAITING);

    ConsistentReads(
            ProjectionPositions positions,
            ProjectionReadiness readiness,
            EventFamilies families,
            DeadLetters letters,
            QueryGateway queries,
            EventStore eventStore,
            JdbcClient jdbc,
            @Value("${docket.reads.max-wait}") Duration limit) {
        this.positions = positions;
        this.readiness = readiness;
        this.families = families;
        this.letters = letters;
        this.queries = queries;
        this.eventStore = eventStore;
        this.jdbc = jdbc;
        this.limit = limit;
    }

    /**
     * Asks for a list that lacks no event up to the reader's token; nor, whatever the token, any that was in the log when
     * the process started: nobody reads a half of what is being made anew. If something is held up, the answer to the
     * request says so, by the header {@value #HELD_UP}.
     *
     * @throws RefusedException if the log does not reach as far as the token
     * @throws UnavailableException if the projection does not get there in time, or holds up one of the events up to the
     *     token
     */
    public <R> R list(String projection, ConsistencyToken token, Object query, Class<R> answer) {
        await(projection, token);
        if (letters.mayHoldUp(projection)
                && RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                && request.getResponse() != null) {
            request.getResponse().setHeader(HELD_UP, "true");
        }
        return ask(query, answer);
    }

    private void await(String projection, ConsistencyToken token) {
        long atStart = readiness.headAtStart().orElseThrow(ConsistentReads::late);
        Long position = token.position();
        if (position == null) {
            awaitPosition(projection, atStart);
            return;
        }
        requireInLog(position);
        awaitPosition(projection, Math.max(position, atStart));
        if (letters.holdsUpAny(projection, position)) {
            throw new UnavailableException(
                    "The answer may lack a change that is held up. Without a Consistency-Token it can be read.");
        }
    }

    /** Asks for what has been waited for, or does not change any more. */
    public <R> R ask(Object query, Class<R> answer) {
        return queries.query(query, instanceOf(answer)).join();
    }

    /**
     * Asks for one aggregate, not older than its last event, nor than what the reader's token says.
     *
     * @param query answered by the {@link Latest}; may be asked twice
     * @param visible whether the caller may see it
     * @throws RefusedException if there is none that the caller may see, which takes as long either way; or if the log does
     *     not reach as far as the token
     * @throws UnavailableException if the projection does not get there in time, or holds up the aggregate
     */
    public <V extends Versioned> V one(
            String projection,
            ConsistencyToken token,
            String aggregateId,
            Object query,
            Class<V> answer,
            Predicate<? super V> visible) {
        return one(projection, token, aggregateId, query, answer, visible, Refusal.notFound());
    }

    /** The same, where the API has words of its own for what is not found. */
    public <V extends Versioned> V one(
            String projection,
            ConsistencyToken token,
            String aggregateId,
            Object query,
            Class<V> answer,
            Predicate<? super V> visible,
            Refusal notFound) {
        if (token.position() != null) {
            requireInLog(token.position());
        }
        return current(projection, aggregateId, () -> ask(query, Latest.class))
                .map(answer::cast)
                .filter(visible)
                .orElseThrow(() -> new RefusedException(notFound));
    }

    private Optional<? extends Versioned> current(String projection, String aggregateId, Supplier<Latest> read) {
        Latest latest = read.get();
        Optional<Versioned> found = latest.found().map(Versioned.class::cast);
        long last = latest.last();
        if (reflects(found, last)) {
            return found;
        }
        if (found.isEmpty() && (last < 0 || !concerns(projection, typeOfEvent(aggregateId, last)))) {
            return Optional.empty();
        }
        requireNotHeldUp(projection, aggregateId);
        awaitPosition(projection, positionOfEvent(aggregateId, last));
        found = read.get().found().map(Versioned.class::cast);
        if (reflects(found, last)) {
            return found;
        }
        requireNotHeldUp(projection, aggregateId);
        throw late();
    }

    private static boolean reflects(Optional<? extends Versioned> found, long sequenceNumber) {
        return found.isPresent() && found.get().version() >= sequenceNumber;
    }

    private boolean concerns(String projection, Class<?> eventType) {
        return families.of(projection).includes(EventTypes.nameOf(eventType));
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
                    ConsistencyToken.HEADER, ErrorLiteral.OUT_OF_RANGE, "Must be a token that an answer carried."));
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
