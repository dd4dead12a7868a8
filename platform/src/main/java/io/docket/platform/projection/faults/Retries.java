package io.docket.platform.projection.faults;

import static java.util.stream.Collectors.toMap;

import io.docket.platform.errors.UnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.AbstractEventProcessor;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes held-up aggregates in again, from their events in the log, upcast and in order, whatever has come since. The
 * projection's own handlers do it: events that the rows reflect already are passed over.
 */
@Component
public final class Retries {

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    private static final String RETRY = Retries.class.getName();

    private static final int BATCH_SIZE = 500;

    private final DueLetters letters;
    private final EventStore eventStore;
    private final EventProcessingConfiguration processing;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    Retries(
            DueLetters letters,
            EventStore eventStore,
            EventProcessingConfiguration processing,
            JdbcClient jdbc,
            PlatformTransactionManager transactions) {
        this.letters = letters;
        this.eventStore = eventStore;
        this.processing = processing;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Whether the events of a unit of work are not the projection's next, but those of a held-up aggregate. */
    static boolean isUnderWay(UnitOfWork<?> unitOfWork) {
        return unitOfWork.resources().containsKey(RETRY);
    }

    /**
     * Takes in some of the held-up aggregates that are due, one after the other. One that cannot be taken in keeps none of the
     * others waiting.
     *
     * @param goOn asked before each
     * @param position up to where an automation has got, which is given no event that it is still to come to
     * @return whether more of them may be due
     * @throws RuntimeException if the database did not let it be noted what has become of one
     */
    public boolean retryDue(
            Set<String> projections, Instant time, BooleanSupplier goOn, ToLongFunction<String> position) {
        List<DeadLetter> due = letters.due(projections, time);
        for (DeadLetter letter : due) {
            if (!goOn.getAsBoolean()) {
                return false;
            }
            retry(letter, position);
        }
        return due.size() == DueLetters.PIECE;
    }

    /**
     * Takes in some of all held-up aggregates, due or not, discarded or not, as {@link #retryDue} does.
     *
     * @param id of the letter behind which it begins; empty for the first ones
     * @param time later ones are left out
     * @return the letter behind which there are more; {@code null} if all have been tried
     */
    public @Nullable String retryBehind(
            String id, Set<String> projections, Instant time, BooleanSupplier goOn, ToLongFunction<String> position) {
        String last = id;
        List<DeadLetter> found = letters.behind(id, projections, time);
        for (DeadLetter letter : found) {
            if (!goOn.getAsBoolean()) {
                return last;
            }
            retry(letter, position);
            last = letter.id();
        }
        return found.size() == DueLetters.PIECE ? last : null;
    }

    /**
     * Takes in all events of a held-up aggregate, or as many as can be. Else it waits, also if the fault is one that passes:
     * that this can be noted tells that the database is there, and the others have their turn.
     */
    private void retry(DeadLetter letter, ToLongFunction<String> position) {
        Progress progress = new Progress(letter.sequenceNumber(), BATCH_SIZE);
        while (true) {
            try {
                if (takeInNext(letter, progress, position)) {
                    LOG.info("{} holds up {} no longer", letter.projection(), letter.aggregateId());
                    return;
                }
            } catch (RuntimeException | Error e) {
                if (!Faults.isPassing(e) && progress.isMoreCareful(e)) {
                    continue;
                }
                letters.postpone(letter, progress.next, !Faults.isPassing(e), Faults.describe(e));
                return;
            }
        }
    }

    /** Where a retry has got to. A batch that fails is tried again event by event, so that those before the fault count. */
    private static final class Progress {

        private long next;
        private int batchSize;
        private boolean fromTheStart;

        Progress(long next, int batchSize) {
            this.next = next;
            this.batchSize = batchSize;
        }

        boolean isMoreCareful(Throwable fault) {
            if (fault instanceof MissingEventsException && !fromTheStart) {
                fromTheStart = true;
                next = 0;
                return true;
            }
            boolean split = batchSize > 1;
            batchSize = 1;
            return split;
        }
    }

    /** Whether that was all. */
    private boolean takeInNext(DeadLetter letter, Progress progress, ToLongFunction<String> position) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            DeadLetter locked = letters.lock(letter.id()).orElse(null);
            if (locked == null) {
                return true;
            }
            if (letter.automation()) {
                // An operator may have discarded an event meanwhile.
                progress.next = locked.sequenceNumber();
            }
            // Under the lock: what the automation has passed over until now, it will not come to.
            long upTo = letter.automation() ? position.applyAsLong(letter.projection()) : Long.MAX_VALUE;
            List<TrackedEventMessage<?>> events = read(letter.aggregateId(), progress.next, upTo, progress.batchSize);
            if (!events.isEmpty()) {
                handle(letter.projection(), events);
            }
            if (events.size() < progress.batchSize) {
                letters.remove(letter);
                return true;
            }
            var last = (GenericTrackedDomainEventMessage<?>) events.get(events.size() - 1);
            progress.next = last.getSequenceNumber() + 1;
            letters.advance(
                    letter, progress.next, last.trackingToken().position().orElseThrow() + 1);
            return false;
        }));
    }

    private List<TrackedEventMessage<?>> read(String aggregateId, long first, long upTo, int limit) {
        Map<Long, Long> positions = jdbc
                .sql("select sequence_number, global_index from domain_event where aggregate_identifier = ? "
                        + "and sequence_number >= ? and global_index <= ? order by sequence_number limit ?")
                .params(aggregateId, first, upTo, limit)
                .query((row, number) -> Map.entry(row.getLong(1), row.getLong(2)))
                .list()
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
        DomainEventStream stream = eventStore.readEvents(aggregateId, first);
        List<TrackedEventMessage<?>> events = new ArrayList<>();
        while (stream.hasNext()) {
            DomainEventMessage<?> event = stream.next();
            Long position = positions.get(event.getSequenceNumber());
            if (position == null) {
                break;
            }
            events.add(new GenericTrackedDomainEventMessage<>(
                    GapAwareTrackingToken.newInstance(position, List.of()), event));
        }
        return events;
    }

    private void handle(String projection, List<TrackedEventMessage<?>> events) {
        EventHandlerInvoker handlers = processing
                .eventProcessor(projection, AbstractEventProcessor.class)
                .orElseThrow(() -> new UnavailableException("There is no projection " + projection + " here."))
                .eventHandlerInvoker();
        var unitOfWork = new BatchingUnitOfWork<TrackedEventMessage<?>>(events);
        unitOfWork.resources().put(RETRY, true);
        ResultMessage<?> result = unitOfWork.executeWithResult(() -> {
            handlers.handle(unitOfWork.getMessage(), Segment.ROOT_SEGMENT);
            return null;
        });
        if (result.isExceptional()) {
            Throwable fault = result.exceptionResult();
            throw fault instanceof RuntimeException unchecked ? unchecked : new BatchFailedException(fault);
        }
    }
}
