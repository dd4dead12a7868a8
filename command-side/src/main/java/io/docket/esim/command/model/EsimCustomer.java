package io.docket.esim.command.model;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.docket.esim.api.EsimCustomerDetails;
import io.docket.esim.api.EsimCustomerId;
import io.docket.esim.api.event.profile.EsimCustomerRegistered;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;

/** A customer for whom a tenant orders eSIMs. It comes into being with the first order. */
@Aggregate(type = "EsimCustomer")
class EsimCustomer {

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable")
    private EsimCustomerId customerId;

    /** For the framework, which then replays the customer's events. */
    @SuppressWarnings("NullAway.Init")
    EsimCustomer() {}

    @SuppressWarnings("NullAway.Init")
    EsimCustomer(EsimCustomerId customerId, String tenant, EsimCustomerDetails details) {
        apply(new EsimCustomerRegistered(customerId, tenant, details));
    }

    @EventSourcingHandler
    void on(EsimCustomerRegistered event) {
        customerId = event.customerId();
    }
}
