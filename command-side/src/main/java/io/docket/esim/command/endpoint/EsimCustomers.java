package io.docket.esim.command.endpoint;

import io.docket.esim.api.EsimCustomerId;
import io.docket.platform.privacy.Persons;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/** By which ids customers are known. */
@Component
class EsimCustomers {

    private final EventStore eventStore;
    private final Persons persons;

    EsimCustomers(EventStore eventStore, Persons persons) {
        this.eventStore = eventStore;
        this.persons = persons;
    }

    /** The id of a customer, who need not be known yet. One who has an id that was made without a key keeps it. */
    EsimCustomerId idOf(String tenant, String email) {
        EsimCustomerId older = EsimCustomerId.withoutKey(tenant, email);
        return eventStore.lastSequenceNumberFor(older.value()).isPresent()
                ? older
                : EsimCustomerId.of(tenant, email, persons::digest);
    }
}
