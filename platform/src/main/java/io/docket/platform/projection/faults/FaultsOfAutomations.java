package io.docket.platform.projection.faults;

import static java.util.stream.Collectors.toSet;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Holds up the aggregate of an event that is itself at fault, so that an automation goes on with all others. Any other fault
 * fails the batch, which is tried again.
 *
 * <p>An automation has no rows that tell what it has done. Therefore it is given no later event of an aggregate that is held
 * up; and a batch in which something fails is rolled back as a whole, and tried again with each event in a transaction of
 * its own within the batch's, so that nothing is left of what is held up.
 */
public final class FaultsOfAutomations implements MessageHandlerInterceptor<EventMessage<?>> {

    private static final String HELD_UP = FaultsOfAutomations.class.getName();

    private final String automation;
    private final DeadLetters letters;
    private final TransactionTemplate nested;

    /** The last position of a batch in which something failed: up to there, events are handled one by one. */
    private volatile long oneByOneUpTo;

    public FaultsOfAutomations(String automation, DeadLetters letters, PlatformTransactionManager transactions) {
        this.automation = automation;
        this.letters = letters;
        this.nested = new TransactionTemplate(transactions);
        this.nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends EventMessage<?>> unitOfWork, InterceptorChain interceptorChain)
            throws Exception {
        if (!(unitOfWork.getMessage() instanceof DomainEventMessage<?> event)) {
            return interceptorChain.proceed();
        }
        if (isHeldUp(unitOfWork, event)) {
            return null;
        }
        if (position(event) > oneByOneUpTo) {
            return together(unitOfWork, interceptorChain);
        }
        try {
            return nested.execute(status -> {
                try {
                    return interceptorChain.proceed();
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new BatchFailedException(e);
                }
            });
        } catch (RuntimeException | Error e) {
            if (Faults.isPassing(e)) {
                throw new BatchFailedException(e);
            }
            letters.holdUpInAutomation(automation, event, e);
            heldUp(unitOfWork).add(event.getAggregateIdentifier());
            return null;
        }
    }

    private boolean isHeldUp(UnitOfWork<?> batch, DomainEventMessage<?> event) {
        return heldUp(batch).contains(event.getAggregateIdentifier());
    }

    /** Looked up once for a batch, under a lock: nobody takes them in again meanwhile. */
    private Set<String> heldUp(UnitOfWork<?> batch) {
        return batch.getOrComputeResource(HELD_UP, key -> new HashSet<>(letters.lock(automation, aggregates(batch))));
    }

    private static Set<String> aggregates(UnitOfWork<?> batch) {
        Stream<? extends Message<?>> messages = batch instanceof BatchingUnitOfWork<?> batching
                ? batching.getMessages().stream()
                : Stream.of(batch.getMessage());
        return messages.filter(DomainEventMessage.class::isInstance)
                .map(message -> ((DomainEventMessage<?>) message).getAggregateIdentifier())
                .collect(toSet());
    }

    private @Nullable Object together(UnitOfWork<?> batch, InterceptorChain chain) {
        try {
            return chain.proceed();
        } catch (Exception | Error e) {
            if (!Faults.isPassing(e)) {
                oneByOneUpTo = last(batch);
            }
            throw new BatchFailedException(e);
        }
    }

    private static long last(UnitOfWork<?> batch) {
        return batch instanceof BatchingUnitOfWork<?> batching
                ? batching.getMessages().stream()
                        .mapToLong(FaultsOfAutomations::position)
                        .max()
                        .orElseThrow()
                : position(batch.getMessage());
    }

    private static long position(Object message) {
        return ((TrackedEventMessage<?>) message).trackingToken().position().orElseThrow();
    }
}
