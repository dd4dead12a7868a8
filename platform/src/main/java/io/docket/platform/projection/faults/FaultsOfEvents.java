package io.docket.platform.projection.faults;

import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.ListenerInvocationErrorHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/** Holds up the aggregate of an event that is itself at fault. Any other fault fails the batch, which is tried again. */
public final class FaultsOfEvents implements ListenerInvocationErrorHandler {

    private final String projection;
    private final DeadLetters letters;

    public FaultsOfEvents(String projection, DeadLetters letters) {
        this.projection = projection;
        this.letters = letters;
    }

    @Override
    public void onError(Exception fault, EventMessage<?> event, EventMessageHandler handler) throws Exception {
        if (Retries.isUnderWay(CurrentUnitOfWork.get())) {
            throw fault;
        }
        if (Faults.isPassing(fault) || !(event instanceof DomainEventMessage<?> ofAggregate)) {
            throw new BatchFailedException(fault);
        }
        letters.holdUp(projection, ofAggregate, fault);
    }
}
