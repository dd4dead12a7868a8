package io.docket.platform.projection.faults;

import static java.util.stream.Collectors.toMap;

import io.docket.platform.eventstore.EventTypes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The aggregates that projections hold up: one letter for each, however many events have come since. The events themselves
 * are in the log.
 *
 * <p>A letter is written in the transaction that moves the projection past its event. Events behind it are passed over
 * under the lock of its row, which whoever takes the aggregate in again holds while reading the log: none is left out.
 */
@Component
public final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private static final String HELD_UP = DeadLetters.class.getName() + ".heldUp";

    /** When what was discarded is due. A process that starts tries that, too. */
    static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    /** What each projection holds up, as last read. */
    private volatile Map<String, Summary> summaries = Map.of();

    /** Letters of this process that the summaries may lack. */
    private final Map<Written, Long> written = new ConcurrentHashMap<>();

    DeadLetters(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * What a projection holds up.
     *
     * @param letters how many aggregates, without those that were discarded
     * @param firstPosition the lowest position of an event of theirs that is not taken in; {@code null} if there is none
     */
    private record Summary(
            String projection, long letters, @Nullable Long firstPosition) {}

    private record Written(String projection, long position) {}

    /**
     * Holds up the aggregate of an event that the projection could not take in. Does nothing if it is held up already.
     * Belongs to the transaction of the projection's batch.
     */
    void holdUp(String projection, DomainEventMessage<?> event, Throwable fault) {
        holdUp(projection, event, fault, false);
    }

    /** The same for an automation, which has no rows that tell what it has taken in. */
    void holdUpInAutomation(String automation, DomainEventMessage<?> event, Throwable fault) {
        holdUp(automation, event, fault, true);
    }

    private void holdUp(String projection, DomainEventMessage<?> event, Throwable fault, boolean automation) {
        UnitOfWork<?> batch = CurrentUnitOfWork.get();
        Set<String> heldUp = batch.getOrComputeResource(HELD_UP, key -> new HashSet<>());
        String aggregateId = event.getAggregateIdentifier();
        if (heldUp.contains(aggregateId) || isHeldUpUnderLock(projection, aggregateId)) {
            heldUp.add(aggregateId);
            return;
        }
        write(projection, event, fault, automation, batch);
        heldUp.add(aggregateId);
    }

    /**
     * Those of some aggregates that an automation holds up: they stay so until the end of the transaction, which is that of
     * its batch.
     */
    Set<String> lock(String automation, Set<String> aggregateIds) {
        return jdbc.sql("select aggregate_id from projection_dead_letter where projection = :automation "
                        + "and aggregate_id in (:ids) order by dead_letter_id for update")
                .param("automation", automation)
                .param("ids", aggregateIds)
                .query(String.class)
                .set();
    }

    private boolean isHeldUpUnderLock(String projection, String aggregateId) {
        return jdbc.sql("select dead_letter_id from projection_dead_letter where projection = ? and aggregate_id = ? "
                        + "for update")
                .params(projection, aggregateId)
                .query(String.class)
                .optional()
                .isPresent();
    }

    private void write(
            String projection, DomainEventMessage<?> event, Throwable fault, boolean automation, UnitOfWork<?> batch) {
        // Known before others can see how far the projection is: nobody takes the event for taken in.
        var letter = new Written(projection, position(event));
        written.put(letter, Long.MAX_VALUE);
        batch.onCleanup(unit -> written.replace(letter, System.nanoTime()));
        String cause = Faults.describe(fault);
        insert(projection, event, cause, automation);
        batch.afterCommit(unit -> log(projection, event, cause));
    }

    private void insert(String projection, DomainEventMessage<?> event, String cause, boolean automation) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        jdbc.sql("insert into projection_dead_letter (dead_letter_id, projection, aggregate_id, sequence_number, "
                        + "position, event_identifier, event_type, cause, since, attempts, next_attempt, "
                        + "automation) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)")
                .params(
                        UUID.randomUUID().toString(),
                        projection,
                        event.getAggregateIdentifier(),
                        event.getSequenceNumber(),
                        position(event),
                        event.getIdentifier(),
                        EventTypes.nameOf(event.getPayloadType()),
                        cause,
                        now,
                        now.plus(FIRST_RETRY),
                        automation)
                .update();
    }

    private static void log(String projection, DomainEventMessage<?> event, String cause) {
        LOG.error(
                "{} holds up {}, since it cannot take in event {} ({}, sequence number {}): {}",
                projection,
                event.getAggregateIdentifier(),
                event.getIdentifier(),
                EventTypes.nameOf(event.getPayloadType()),
                event.getSequenceNumber(),
                cause);
    }

    /**
     * Holds up the aggregate of an event in what is being made in the place of a projection. Belongs to the transaction in
     * which the events before it are taken in.
     *
     * @param successor by what name, until {@link #replace} gives it the projection's
     */
    public void holdUpIn(String successor, DomainEventMessage<?> event, Throwable fault) {
        String cause = Faults.describe(fault);
        insert(successor, event, cause, false);
        log(successor, event, cause);
    }

    /** Those of some aggregates that a projection holds up. */
    public Set<String> heldUp(String projection, Set<String> aggregateIds) {
        if (aggregateIds.isEmpty()) {
            return Set.of();
        }
        return jdbc.sql("select aggregate_id from projection_dead_letter where projection = :projection "
                        + "and aggregate_id in (:ids)")
                .param("projection", projection)
                .param("ids", aggregateIds)
                .query(String.class)
                .set();
    }

    /** Forgets what is held up in what was being made in the place of a projection. */
    public void forget(String successor) {
        jdbc.sql("delete from projection_dead_letter where projection = ?")
                .param(successor)
                .update();
    }

    /**
     * What was made in the place of a projection becomes the projection, with what it holds up. Waits until no held-up
     * aggregate is being taken in again. Belongs to the transaction in which the tables are replaced.
     */
    public void replace(String projection, String successor) {
        discardAgain(projection, successor);
        forget(projection);
        @Nullable
        Long first = jdbc.sql("select min(position) from projection_dead_letter where projection = ?")
                .param(successor)
                .query(Long.class)
                .optional()
                .orElse(null);
        if (first == null) {
            return;
        }
        jdbc.sql("update projection_dead_letter set projection = ? where projection = ?")
                .params(projection, successor)
                .update();
        var letter = new Written(projection, first);
        written.put(letter, Long.MAX_VALUE);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                written.replace(letter, System.nanoTime());
            }
        });
    }

    /** What was discarded, and is held up by the same event again. */
    private void discardAgain(String projection, String successor) {
        jdbc.sql("select aggregate_id, sequence_number, discarded_at, discarded_by, discard_reason "
                        + "from projection_dead_letter where projection = ? and discarded_at is not null")
                .param(projection)
                .query((row, number) -> List.of(
                        row.getObject(3, OffsetDateTime.class),
                        row.getString(4),
                        row.getString(5),
                        NEVER.atOffset(ZoneOffset.UTC),
                        successor,
                        row.getString(1),
                        row.getLong(2)))
                .list()
                .forEach(discarded -> jdbc.sql("update projection_dead_letter set discarded_at = ?, discarded_by = ?, "
                                + "discard_reason = ?, next_attempt = ? where projection = ? and aggregate_id = ? "
                                + "and sequence_number = ?")
                        .params(discarded)
                        .update());
    }

    private static long position(DomainEventMessage<?> event) {
        return ((TrackedEventMessage<?>) event).trackingToken().position().orElseThrow();
    }

    /** Whether a projection holds up anything at all, or has. Does not ask the database. */
    public boolean mayHoldUp(String projection) {
        return summaries.containsKey(projection)
                || written.keySet().stream()
                        .anyMatch(letter -> letter.projection().equals(projection));
    }

    /** Whether a projection holds up an aggregate, discarded or not. Asks the database only if it holds up any. */
    public boolean holdsUp(String projection, String aggregateId) {
        return mayHoldUp(projection)
                && jdbc.sql("select count(*) from projection_dead_letter where projection = ? and aggregate_id = ?")
                                .params(projection, aggregateId)
                                .query(Long.class)
                                .single()
                        > 0;
    }

    /** Whether a projection holds up an event up to a position that was not discarded. Asks the database only if need be. */
    public boolean holdsUpAny(String projection, long position) {
        return mayHoldUp(projection, position)
                && jdbc.sql("select count(*) from projection_dead_letter where projection = ? and position <= ? "
                                        + "and discarded_at is null")
                                .params(projection, position)
                                .query(Long.class)
                                .single()
                        > 0;
    }

    private boolean mayHoldUp(String projection, long position) {
        Summary summary = summaries.get(projection);
        if (summary != null && summary.firstPosition() != null && summary.firstPosition() <= position) {
            return true;
        }
        return written.keySet().stream()
                .anyMatch(letter -> letter.projection().equals(projection) && letter.position() <= position);
    }

    /** How many aggregates a projection holds up, without those that were discarded, as far as this process knows. */
    public long count(String projection) {
        return counts().getOrDefault(projection, 0L);
    }

    /** The same of all projections that hold up any. */
    Map<String, Long> counts() {
        return summaries.values().stream()
                .filter(summary -> summary.letters() > 0)
                .collect(toMap(Summary::projection, Summary::letters));
    }

    /** Looks up what all projections hold up. */
    public void refresh() {
        long begun = System.nanoTime();
        Map<String, Summary> found = jdbc
                .sql("select projection, count(case when discarded_at is null then 1 end) as letters, "
                        + "min(case when discarded_at is null then position end) as first_position "
                        + "from projection_dead_letter group by projection")
                .query(Summary.class)
                .list()
                .stream()
                .collect(toMap(Summary::projection, summary -> summary));
        summaries = found;
        written.values().removeIf(settled -> settled < begun);
    }

    /** Whether there may be a letter at all. */
    public boolean isEmpty() {
        return summaries.isEmpty() && written.isEmpty();
    }
}
