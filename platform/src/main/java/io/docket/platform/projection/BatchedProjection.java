package io.docket.platform.projection;

import static java.util.stream.Collectors.toSet;

import io.docket.platform.projection.faults.BatchFailedException;
import io.docket.platform.projection.faults.MissingEventsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Applies events to the rows of a projection, a batch at a time: the rows that the batch touches are read with its first
 * event and written at its end, in the transaction that moves the projection's token.
 *
 * <p>An event that a row already reflects is passed over: handled twice, it counts once. Should the database refuse what
 * is written at the end of a batch, the batch is tried again with each event written by itself, so that only the aggregate
 * of the event at fault is held up. Should it not answer, the batch is tried again as it is.
 */
public final class BatchedProjection<V> {

    private static final Logger LOG = LoggerFactory.getLogger(BatchedProjection.class);

    private final String resource = BatchedProjection.class.getName() + "@" + System.identityHashCode(this);
    private final ProjectionTable<V> table;
    private final Evolution<V> evolution;
    private final TransactionTemplate nested;

    /** The last position of a batch of which a row was refused: up to there, events are written one by one. */
    private volatile long oneByOneUpTo;

    public BatchedProjection(
            ProjectionTable<V> table, Evolution<V> evolution, PlatformTransactionManager transactions) {
        this.table = table;
        this.evolution = (event, before) -> {
            try {
                return evolution.after(event, before);
            } catch (StackOverflowError | AssertionError e) {
                throw new FoldingException(e);
            }
        };
        this.nested = new TransactionTemplate(transactions);
        this.nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /** An {@link Error} of the event, as what the framework asks about. */
    private static final class FoldingException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        FoldingException(Error cause) {
            super(cause);
        }
    }

    public ProjectionTable<V> table() {
        return table;
    }

    public Evolution<V> evolution() {
        return evolution;
    }

    /**
     * Applies an event to its aggregate's row.
     *
     * @param event as it is being handled
     * @throws MissingEventsException if an event of the aggregate before this one has not been applied
     */
    public void apply(DomainEventMessage<?> event) {
        UnitOfWork<?> unitOfWork = CurrentUnitOfWork.get();
        Batch batch = unitOfWork.getOrComputeResource(resource, key -> begin(unitOfWork));
        batch.apply(event);
    }

    private Batch begin(UnitOfWork<?> unitOfWork) {
        Stream<? extends Message<?>> messages = unitOfWork instanceof BatchingUnitOfWork<?> batching
                ? batching.getMessages().stream()
                : Stream.of(unitOfWork.getMessage());
        var batch = new Batch(table.read(messages.filter(DomainEventMessage.class::isInstance)
                .map(message -> ((DomainEventMessage<?>) message).getAggregateIdentifier())
                .collect(toSet())));
        unitOfWork.onPrepareCommit(unit -> batch.write());
        return batch;
    }

    private final class Batch {

        private final Map<String, Projected<V>> before;
        private final Map<String, Projected<V>> latest;
        private final Map<String, List<Projected<V>>> pending = new LinkedHashMap<>();

        Batch(Map<String, Projected<V>> present) {
            before = new HashMap<>(present);
            latest = new HashMap<>(present);
        }

        void apply(DomainEventMessage<?> event) {
            String id = event.getAggregateIdentifier();
            Projected<V> current = latest.get(id);
            long applied = current == null ? -1 : current.version();
            if (event.getSequenceNumber() <= applied) {
                return;
            }
            if (event.getSequenceNumber() > applied + 1) {
                throw new MissingEventsException("Event " + event.getSequenceNumber() + " of " + id + " follows event "
                        + applied + ": those between are missing");
            }
            Projected<V> next = new Projected<>(
                    id,
                    event.getSequenceNumber(),
                    ((TrackedEventMessage<?>) event).trackingToken().position().orElseThrow(),
                    evolution.after(event, current == null ? null : current.value()));
            if (next.position() <= oneByOneUpTo) {
                writeAlone(new Changed<>(current, List.of(next)));
                before.put(id, next);
            } else {
                pending.computeIfAbsent(id, key -> new ArrayList<>()).add(next);
            }
            latest.put(id, next);
        }

        /** What is the fault of the event is told as no {@link Error}, which would end the projection. */
        private void writeAlone(Changed<V> changed) {
            try {
                nested.executeWithoutResult(status -> table.write(List.of(changed)));
            } catch (StackOverflowError | AssertionError e) {
                throw new FoldingException(e);
            }
        }

        void write() {
            if (pending.isEmpty()) {
                return;
            }
            try {
                table.write(pending.entrySet().stream()
                        .map(entry -> new Changed<>(before.get(entry.getKey()), entry.getValue()))
                        .toList());
            } catch (RuntimeException | Error e) {
                // An Error at the end of a batch would end the projection for good.
                var failed = new BatchFailedException(e);
                if (!failed.isPassing()) {
                    LOG.warn("A row of a batch is refused ({}); its events are tried one by one", failed.getMessage());
                    oneByOneUpTo = latest.values().stream()
                            .mapToLong(Projected::position)
                            .max()
                            .orElseThrow();
                }
                throw failed;
            }
        }
    }
}
