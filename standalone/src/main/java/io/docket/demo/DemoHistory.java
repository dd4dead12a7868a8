package io.docket.demo;

import io.docket.platform.correlation.Correlation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.stereotype.Component;

/** Appends what happened before the first start, with the times at which it happened. */
@Component
@ConditionalOnBean(DemoData.class)
class DemoHistory {

    static final String ACTOR = "demo-data";

    private static final Logger LOG = LoggerFactory.getLogger(DemoHistory.class);

    private final EventStore eventStore;

    DemoHistory(EventStore eventStore) {
        this.eventStore = eventStore;
    }

    /** Whether an aggregate is there. */
    boolean has(Object id) {
        return eventStore.lastSequenceNumberFor(id.toString()).isPresent();
    }

    /** Appends events, all or none; none if another process does it at the same time. */
    void append(Past past) {
        try {
            eventStore.publish(past.messages);
        } catch (AggregateStreamCreationException | ConcurrencyException anotherProcessIsDoingIt) {
            LOG.debug("Another process appends the same demo data");
        }
    }

    /** Events of one or more aggregates that begin with them. */
    static final class Past {

        private final MetaData metaData = MetaData.from(Map.of(
                Correlation.ID,
                UUID.randomUUID().toString(),
                Correlation.ACTOR,
                ACTOR,
                Correlation.CLIENT,
                Correlation.THIS_SYSTEM,
                Correlation.CAUSATION_ID,
                "demo-data"));
        private final Map<String, Long> lengths = new HashMap<>();
        private final List<DomainEventMessage<?>> messages = new ArrayList<>();

        /** Adds an event of an aggregate. */
        Past add(String aggregateType, Object id, Object event, Instant time) {
            long sequenceNumber = lengths.merge(id.toString(), 1L, Long::sum) - 1;
            messages.add(new GenericDomainEventMessage<>(
                    aggregateType,
                    id.toString(),
                    sequenceNumber,
                    event,
                    metaData,
                    UUID.randomUUID().toString(),
                    time));
            return this;
        }
    }
}
