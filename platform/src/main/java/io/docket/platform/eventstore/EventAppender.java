package io.docket.platform.eventstore;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Appends the events of all commands of this process, those of many commands in one transaction.
 *
 * <p>Positions are dense: each is the last committed one plus one, read and assigned under a row lock that all processes
 * share. An event at position <i>n</i> can therefore become visible only after the one at <i>n - 1</i>, and no reader ever
 * has to look for a gap. Should a writer go without the lock, the primary key still keeps it so: nobody can assign
 * <i>n</i> before having seen <i>n - 1</i> committed.
 *
 * <p>A command's thread hands over what it appends and waits; whatever has piled up meanwhile is written together. A
 * conflict fails the command that it belongs to, and no other.
 */
final class EventAppender implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(EventAppender.class);

    private static final int MAX_COMMANDS_IN_TRANSACTION = 500;
    private static final Duration MAX_WAIT = Duration.ofSeconds(15);
    private static final int MAX_ATTEMPTS = 3;

    private static final String INSERT = """
            insert into domain_event (global_index, event_identifier, aggregate_identifier, sequence_number, type,
                time_stamp, payload_type, payload_revision, payload, meta_data)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final BlockingQueue<Append> queue = new LinkedBlockingQueue<>();
    private final JdbcTemplate jdbcTemplate;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Timer commits;
    private final DistributionSummary commandsInTransaction;

    private volatile @Nullable Thread thread;

    EventAppender(DataSource dataSource, MeterRegistry meters) {
        jdbcTemplate = new JdbcTemplate(dataSource);
        jdbc = JdbcClient.create(jdbcTemplate);
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        commits = Timer.builder("docket.appender.transactions")
                .description("Transactions that append events")
                .register(meters);
        commandsInTransaction = DistributionSummary.builder("docket.appender.commands")
                .description("Commands whose events one transaction appends")
                .register(meters);
        meters.gauge("docket.appender.queue", queue, BlockingQueue::size);
    }

    /**
     * Appends the events of one command, and waits until they are committed.
     *
     * @param events in order, at least one
     * @param participant what to write in the same transaction
     * @return the position of the last event
     * @throws ConcurrencyException if an aggregate has another event of the same sequence number
     * @throws AggregateStreamCreationException if an event is to create an aggregate, and it exists
     * @throws EventStoreException if the store does not answer; whether the events were appended is then unknown
     */
    long append(List<StoredEvent> events, @Nullable TransactionParticipant participant) {
        var append = new Append(events, participant, new CompletableFuture<>());
        queue.add(append);
        if (!isRunning() && queue.remove(append)) {
            throw new EventStoreException("The event store is closed");
        }
        try {
            return append.position.get(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new EventStoreException("Appending failed", e.getCause());
        } catch (TimeoutException e) {
            queue.remove(append);
            throw new EventStoreException("Appending took longer than " + MAX_WAIT, e);
        } catch (InterruptedException e) {
            queue.remove(append);
            Thread.currentThread().interrupt();
            throw new EventStoreException("Interrupted while appending", e);
        }
    }

    private void appendUntilStopped() {
        List<Append> waiting = new ArrayList<>();
        while (true) {
            try {
                waiting.add(queue.take());
                queue.drainTo(waiting, MAX_COMMANDS_IN_TRANSACTION - 1);
                boolean stop = waiting.remove(Append.STOP);
                if (!waiting.isEmpty()) {
                    commit(waiting);
                }
                if (stop) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                LOG.error("Appending failed unexpectedly", e);
                waiting.forEach(append -> append.position.completeExceptionally(e));
            } finally {
                waiting.clear();
            }
        }
    }

    private void commit(List<Append> appends) {
        commandsInTransaction.record(appends.size());
        try {
            List<Long> positions = commits.record(
                    () -> requireNonNull(transaction.execute(status -> write(appends, lastPositionUnderLock()))));
            for (int i = 0; i < appends.size(); i++) {
                appends.get(i).position.complete(positions.get(i));
            }
        } catch (RuntimeException e) {
            LOG.debug("A transaction of {} commands failed; each is tried alone", appends.size(), e);
            appends.forEach(this::commitAlone);
        }
    }

    /** A failed commit may have succeeded all the same: what is found in the store is not written again. */
    private void commitAlone(Append append) {
        for (int attempt = 1; ; attempt++) {
            try {
                append.position.complete(requireNonNull(transaction.execute(status -> {
                    long last = lastPositionUnderLock();
                    return committedPosition(append)
                            .orElseGet(() -> write(List.of(append), last).get(0));
                })));
                return;
            } catch (DataIntegrityViolationException e) {
                Optional<StoredEvent> conflicting = conflicting(append);
                if (conflicting.isPresent()) {
                    append.position.completeExceptionally(conflict(conflicting.get(), e));
                    return;
                }
                if (attempt == MAX_ATTEMPTS) {
                    append.position.completeExceptionally(
                            new EventStoreException("The database refuses a row that is written with the events", e));
                    return;
                }
            } catch (DataAccessException | TransactionException e) {
                if (attempt == MAX_ATTEMPTS) {
                    LOG.error("The event store does not answer", e);
                    append.position.completeExceptionally(new EventStoreException("Appending failed", e));
                    return;
                }
            } catch (RuntimeException refused) {
                append.position.completeExceptionally(refused);
                return;
            }
        }
    }

    private long lastPositionUnderLock() {
        jdbc.sql("select id from domain_event_lock where id = 1 for update")
                .query(Integer.class)
                .single();
        return jdbc.sql("select coalesce(max(global_index), 0) from domain_event")
                .query(Long.class)
                .single();
    }

    private List<Long> write(List<Append> appends, long lastPosition) {
        List<Object[]> rows = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        long position = lastPosition;
        for (Append append : appends) {
            for (StoredEvent event : append.events) {
                rows.add(row(++position, event));
            }
            positions.add(position);
        }
        jdbcTemplate.batchUpdate(INSERT, rows);
        for (int i = 0; i < appends.size(); i++) {
            TransactionParticipant participant = appends.get(i).participant;
            if (participant != null) {
                participant.write(jdbc, positions.get(i));
            }
        }
        return positions;
    }

    private static Object[] row(long position, StoredEvent event) {
        return new Object[] {
            position,
            event.eventIdentifier(),
            event.aggregateIdentifier(),
            event.sequenceNumber(),
            event.aggregateType(),
            event.timestamp().atOffset(ZoneOffset.UTC),
            event.payloadType(),
            event.payloadRevision(),
            event.payload(),
            event.metaData()
        };
    }

    private Optional<Long> committedPosition(Append append) {
        return jdbc.sql("select global_index from domain_event where event_identifier = ?")
                .param(append.last().eventIdentifier())
                .query(Long.class)
                .optional();
    }

    private Optional<StoredEvent> conflicting(Append append) {
        return append.events.stream()
                .filter(event -> jdbc.sql("select count(*) from domain_event "
                                        + "where aggregate_identifier = ? and sequence_number = ?")
                                .param(event.aggregateIdentifier())
                                .param(event.sequenceNumber())
                                .query(Integer.class)
                                .single()
                        > 0)
                .findFirst();
    }

    private static RuntimeException conflict(StoredEvent event, DataIntegrityViolationException cause) {
        String message = "Aggregate " + event.aggregateIdentifier() + " already has an event with sequence number "
                + event.sequenceNumber();
        return event.sequenceNumber() == 0
                ? new AggregateStreamCreationException(message, cause)
                : new ConcurrencyException(message, cause);
    }

    @Override
    public void start() {
        var appending = new Thread(this::appendUntilStopped, "event-appender");
        appending.start();
        thread = appending;
    }

    /** Writes what is waiting, then stops. */
    @Override
    public void stop() {
        Thread appending = thread;
        thread = null;
        if (appending == null) {
            return;
        }
        queue.add(Append.STOP);
        try {
            appending.join(MAX_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Starts before, and stops after, all that sends commands. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    private record Append(
            List<StoredEvent> events, @Nullable TransactionParticipant participant, CompletableFuture<Long> position) {

        static final Append STOP = new Append(List.of(), null, new CompletableFuture<>());

        StoredEvent last() {
            return events.get(events.size() - 1);
        }
    }
}
