package io.docket.privacy.command.model;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.docket.privacy.api.ErasureId;
import io.docket.privacy.api.event.ErasureCompleted;
import io.docket.privacy.api.event.PersonErased;
import io.docket.privacy.command.CompleteErasure;
import io.docket.privacy.command.ErasureReceipt;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;

/** The erasure of a person, who is gone with its first event. {@link ErasePersons} sees to that. */
@Aggregate(type = "Erasure")
class Erasure {

    @AggregateIdentifier
    private ErasureId erasureId;

    private boolean completed;

    /** For the framework, which then replays the erasure's events. */
    @SuppressWarnings("NullAway.Init")
    Erasure() {}

    @SuppressWarnings("NullAway.Init")
    Erasure(PersonErased erased) {
        apply(erased);
    }

    ErasureReceipt receipt() {
        return new ErasureReceipt(erasureId, getVersion());
    }

    /** Said again, it changes nothing. */
    @CommandHandler
    void handle(CompleteErasure command) {
        if (!completed) {
            apply(new ErasureCompleted(erasureId, command.places()));
        }
    }

    @EventSourcingHandler
    void on(PersonErased event) {
        erasureId = event.erasureId();
    }

    @EventSourcingHandler
    void on(ErasureCompleted event) {
        completed = true;
    }
}
