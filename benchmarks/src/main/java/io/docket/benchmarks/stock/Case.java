package io.docket.benchmarks.stock;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.Instant;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;

@Aggregate
class Case {

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable")
    private String caseId;

    @SuppressWarnings("NullAway.Init")
    Case() {}

    @CommandHandler
    @SuppressWarnings("NullAway.Init")
    Case(RegisterComplaint command) {
        apply(new ComplaintRegistered(
                command.caseId(),
                command.customerId(),
                command.customerName(),
                command.importance(),
                command.details(),
                command.arrangementNum(),
                command.title(),
                Instant.now()));
    }

    @CommandHandler
    void handle(UpdateCase command) {
        apply(new CaseUpdated(caseId, command.state(), command.resolution()));
    }

    @EventSourcingHandler
    void on(ComplaintRegistered event) {
        caseId = event.caseId();
    }
}
