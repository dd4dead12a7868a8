package io.docket.platform.eventstore;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toCollection;

import io.docket.platform.database.Deadline;
import io.docket.platform.database.PassingFault;
import io.docket.platform.database.TimeLimits;
import io.docket.platform.errors.OutcomeUnknownException;
import io.docket.platform.metrics.Durations;
import io.docket.platform.privacy.Person;
import io.docket.platform.process.Progress;
import io.docket.platform.recordedlog.Batch;
import io.docket.platform.recordedlog.Effect;
import io.docket.platform.recordedlog.EffectWriter;
import io.docket.platform.recordedlog.LogOfRecord;
import io.docket.platform.recordedlog.NumberTakenException;
import io.docket.platform.recordedlog.RecordUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
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
 * conflict fails the command that it belongs to, and no other. What nobody waits for any more is not written: an append is
 * either given up or committed, never both, but for a commit of which nobody learns whether it was one.
 *
 * <p>Where there is a log of record, the transaction writes its copy: the log of record has the events by the time that the
 * transaction is committed, and what it has, the copy gets ({@link LogCopy}).
 */
final class EventAppender implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(EventAppender.class);

    private static final int MAX_COMMANDS_IN_TRANSACTION = 500;
    private static final int MAX_ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** How often the log of record is looked at while nothing is appended. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final BlockingQueue<Append> queue = new LinkedBlockingQueue<>();
    private final String name = UUID.randomUUID().toString();
    private final EventRows rows;
    private final TransactionTemplate transaction;
    private final @Nullable LogCopy copy;
    private final Timer commits;
    private final Timer waits;
    private final DistributionSummary commandsInTransaction;
    private final Map<String, Counter> eventsOfType = new ConcurrentHashMap<>();
    private final MeterRegistry meters;
    private final Progress progress = new Progress();

    /** Of the log of record. When that is away it is so for all processes: another one would do no better. */
    private final Progress recordProgress = new Progress();

    private volatile @Nullable Thread thread;

    /**
     * An appender that has not started yet.
     *
     * @param log where the events are kept first; nowhere, if the database is the log of record
     * @param writers of the effects of all that takes part in transactions
     */
    EventAppender(
            DataSource dataSource, MeterRegistry meters, @Nullable LogOfRecord log, Iterable<EffectWriter> writers) {
        rows = new EventRows(dataSource, name);
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        copy = log == null ? null : new LogCopy(log, rows, transaction, JdbcClient.create(dataSource), writers);
        this.meters = meters;
        commits = Durations.timer("docket.appender.transactions")
                .description("Transactions that append events")
                .register(meters);
        waits = Durations.timer("docket.appender.wait")
                .description("How long commands wait for the transaction that appends their events to begin")
                .register(meters);
        commandsInTransaction = DistributionSummary.builder("docket.appender.commands")
                .description("Commands whose events one transaction appends")
                .serviceLevelObjectives(1, 2, 5, 10, 20, 50, 100, 200, MAX_COMMANDS_IN_TRANSACTION)
                .register(meters);
        Gauge.builder("docket.appender.queue", queue, BlockingQueue::size)
                .description("Commands that wait for the transaction that appends their events")
                .register(meters);
    }

    /** Which no other appender has. */
    String name() {
        return name;
    }

    /** Whether it gets on with what it has been given. */
    Progress progress() {
        return progress;
    }

    /** Whether the log of record takes what it is given. */
    Progress recordProgress() {
        return recordProgress;
    }

    /**
     * Appends the events of one command, and waits until they are committed.
     *
     * @param events in order, at least one
     * @param participant what to write in the same transaction
     * @param deadline until when
     * @return the position of the last event
     * @throws ConcurrencyException if an aggregate has another event of the same sequence number
     * @throws AggregateStreamCreationException if an event is to create an aggregate, and it exists
     * @throws EventStoreException if the store does not answer in time; the events are not appended, and will not be
     * @throws OutcomeUnknownException if the store does not tell in time whether it has appended the events
     */
    long append(List<StoredEvent> events, @Nullable TransactionParticipant participant, Deadline deadline) {
        List<Effect> effects = copy == null || participant == null
                ? List.of()
                : participant.effects().get();
        var append = new Append(events, participant, effects);
        queue.add(append);
        if (!isRunning() && queue.remove(append)) {
            throw new EventStoreException("The event store is closed");
        }
        try {
            return append.await(deadline.left());
        } catch (TimeoutException e) {
            if (append.giveUp()) {
                queue.remove(append);
                throw new EventStoreException("Appending takes too long", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (append.giveUp()) {
                queue.remove(append);
                throw new EventStoreException("Interrupted while appending", e);
            }
        }
        return awaitOutcome(append);
    }

    /** The commit has begun, or something else has settled the append. */
    private static long awaitOutcome(Append append) {
        try {
            return append.await(TimeLimits.DOUBT);
        } catch (TimeoutException e) {
            append.leave();
            throw new OutcomeUnknownException("The commit of an append is not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            append.leave();
            throw new OutcomeUnknownException("Interrupted while an append was being committed", e);
        }
    }

    private void appendUntilStopped() {
        List<Append> waiting = new ArrayList<>();
        boolean stop = false;
        while (!stop) {
            try {
                waiting.add(next());
                queue.drainTo(waiting, MAX_COMMANDS_IN_TRANSACTION - 1);
                stop = waiting.remove(Append.STOP);
                if (!waiting.isEmpty()) {
                    progress.begins();
                    commandsInTransaction.record(waiting.size());
                    long now = System.nanoTime();
                    waiting.forEach(append -> waits.record(now - append.since, TimeUnit.NANOSECONDS));
                    for (List<Append> part : copy == null ? List.of(waiting) : Append.parts(waiting)) {
                        commit(part);
                    }
                }
            } catch (InterruptedException e) {
                LOG.warn("The appender takes no interruption", e);
            } catch (RuntimeException | Error e) {
                LOG.error("Appending failed unexpectedly, and goes on", e);
                waiting.forEach(append -> append.drop(e));
            } finally {
                waiting.clear();
                progress.ends();
                recordProgress.ends();
            }
        }
    }

    /** Waits for what is to be appended, and looks at the log of record meanwhile. */
    private Append next() throws InterruptedException {
        if (copy == null) {
            return queue.take();
        }
        Append next = queue.poll();
        while (next == null) {
            look(copy);
            next = queue.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
        return next;
    }

    private void look(LogCopy ofRecord) {
        try {
            recordProgress.begins();
            if (ofRecord.look(progress, queue::isEmpty)) {
                succeeded();
            }
        } catch (NumberTakenException e) {
            LOG.debug("The log of record has grown meanwhile", e);
        } catch (RuntimeException e) {
            failed(e);
        } finally {
            progress.ends();
            recordProgress.ends();
        }
    }

    /**
     * Sees to it that nothing that was appended before, by whomever, comes to light later: what the database then lacks has
     * not been appended, and will not be.
     */
    void settle() {
        if (copy != null) {
            copy.settle(new Progress());
        }
    }

    private void succeeded() {
        boolean recordFailed = recordProgress.succeeds();
        if (progress.succeeds() || recordFailed) {
            LOG.info("Events are appended again");
        }
    }

    private void failed(RuntimeException failure) {
        if ((failure instanceof RecordUnavailableException ? recordProgress : progress).fails()) {
            LOG.warn("Events cannot be appended now: {}", PassingFault.message(failure));
        }
    }

    private void commit(List<Append> appends) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            List<Append> left = appends.stream().filter(Append::isOpen).toList();
            if (left.isEmpty()) {
                return;
            }
            try {
                if (copy != null) {
                    progress.begins();
                    recordProgress.begins();
                    prepare(copy, left);
                }
                Map<Append, Long> positions =
                        commits.record(() -> requireNonNull(transaction.execute(status -> write(left))));
                positions.forEach(Append::succeed);
                positions.keySet().forEach(this::count);
                succeeded();
            } catch (GivenUpException e) {
                LOG.debug("A command has been given up; the others of its transaction are written again", e);
            } catch (RuntimeException e) {
                if (isOutage(e)) {
                    failed(e);
                    if (attempt >= MAX_ATTEMPTS) {
                        left.forEach(
                                append -> append.failUnlessInDoubt(new EventStoreException("Appending failed", e)));
                        refuseWaiting(e);
                    }
                    Thread.sleep(PAUSE.toMillis());
                } else if (e instanceof NumberTakenException && attempt < MAX_ATTEMPTS) {
                    LOG.debug("The log of record has what the database lacks", e);
                } else if (left.size() > 1) {
                    LOG.debug("A transaction of {} commands failed; each is tried alone", left.size(), e);
                    for (Append append : left) {
                        progress.begins();
                        commit(List.of(append));
                    }
                    return;
                } else {
                    refuse(left.get(0), e, attempt);
                    Thread.sleep(attempt < MAX_ATTEMPTS ? 0 : PAUSE.toMillis());
                }
            }
        }
    }

    /** What is in doubt stays so while the log of record is away. Nobody else waits for it, and takes a place of reads. */
    private void refuseWaiting(RuntimeException failure) {
        if (failure instanceof RecordUnavailableException) {
            List<Append> waiting = new ArrayList<>(queue);
            waiting.remove(Append.STOP);
            queue.removeAll(waiting);
            waiting.forEach(append -> append.failUnlessInDoubt(new EventStoreException("Appending failed", failure)));
        }
    }

    private void count(Append append) {
        append.events.forEach(event ->
                eventsOfType.computeIfAbsent(event.payloadType(), this::counter).increment());
    }

    private Counter counter(String type) {
        return Counter.builder("docket.events")
                .tag("type", type)
                .description("Events that this process has appended")
                .register(meters);
    }

    private static boolean isOutage(RuntimeException failure) {
        return failure instanceof CannotCreateTransactionException
                || failure instanceof RecordUnavailableException
                || PassingFault.causes(failure);
    }

    /** Nothing comes into the log of record that cannot be read without what this transaction would write only later. */
    private void prepare(LogCopy ofRecord, List<Append> appends) {
        if (appends.stream().anyMatch(Append::isInDoubt)) {
            ofRecord.settle(progress);
        } else {
            ofRecord.prepare(progress);
        }
        if (appends.stream().anyMatch(Append::meetsSomebody)) {
            transaction.executeWithoutResult(status -> {
                long erasures = rows.headUnderLock().erasures();
                rows.storePersons(appends.stream()
                        .filter(append -> !append.isOutdated(erasures))
                        .toList());
            });
        }
    }

    /** What one command fails over, in a transaction of its own. */
    private void refuse(Append append, RuntimeException failure, int attempt) {
        if (failure instanceof DataIntegrityViolationException) {
            Optional<StoredEvent> conflicting = rows.conflicting(append);
            if (conflicting.isPresent()) {
                append.fail(conflict(conflicting.get(), failure));
            } else if (attempt >= MAX_ATTEMPTS) {
                append.fail(
                        new EventStoreException("The database refuses a row that is written with the events", failure));
            }
        } else if (failure instanceof NumberTakenException) {
            append.failUnlessInDoubt(new EventStoreException("The log of record refuses the events", failure));
        } else if (!(failure instanceof DataAccessException || failure instanceof TransactionException)) {
            append.fail(failure);
        } else if (attempt >= MAX_ATTEMPTS) {
            if (progress.fails()) {
                LOG.error("Events cannot be appended", failure);
            }
            append.failUnlessInDoubt(new EventStoreException("Appending failed", failure));
        }
    }

    /**
     * Writes what is still wanted; a failed commit may have succeeded all the same: what is found in the store is not
     * written again.
     *
     * @return what is in the store when this transaction is committed, with its positions
     */
    private Map<Append, Long> write(List<Append> appends) {
        EventRows.Head head = rows.headUnderLock();
        Map<Append, Long> positions = new HashMap<>();
        List<Append> wanted = new ArrayList<>();
        for (Append append : appends) {
            Optional<Long> committed = append.isInDoubt() ? rows.committedPosition(append) : Optional.empty();
            if (committed.isPresent()) {
                positions.put(append, committed.get());
            } else if (append.isWanted()) {
                wanted.add(append);
            }
        }
        wanted.removeAll(refuseWithoutKeys(wanted, head));
        rows.insert(wanted, head.position(), positions);
        Batch batch = copy == null || wanted.isEmpty() ? null : copy.next(head, wanted, positions);
        List<Append> committing = new ArrayList<>();
        for (Append append : wanted) {
            if (!append.beginCommit()) {
                committing.forEach(Append::cancelCommit);
                throw new GivenUpException();
            }
            committing.add(append);
        }
        if (copy != null && batch != null) {
            append(copy, batch, committing);
        }
        return positions;
    }

    private static void append(LogCopy ofRecord, Batch batch, List<Append> appends) {
        try {
            ofRecord.append(batch);
        } catch (NumberTakenException e) {
            appends.forEach(Append::cancelCommit);
            throw e;
        }
    }

    /** What is encrypted under keys that may be gone, or are not the persons', has to be decided and encrypted again. */
    private List<Append> refuseWithoutKeys(List<Append> wanted, EventRows.Head head) {
        List<Append> refused = wanted.stream()
                .filter(append -> append.isOutdated(head.erasures()))
                .collect(toCollection(ArrayList::new));
        List<Append> current =
                wanted.stream().filter(append -> !refused.contains(append)).toList();
        Set<Person> others = rows.storePersons(current);
        current.stream().filter(append -> append.concernsAnyOf(others)).forEach(refused::add);
        refused.forEach(
                append -> append.fail(new ConcurrencyException("The keys of the persons concerned have changed")));
        return refused;
    }

    private static RuntimeException conflict(StoredEvent event, RuntimeException cause) {
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
            appending.join(TimeLimits.APPEND.toMillis());
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

    /** One of the commands of a transaction was given up before its commit. */
    private static final class GivenUpException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
