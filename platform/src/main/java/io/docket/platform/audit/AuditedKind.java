package io.docket.platform.audit;

import static java.util.Objects.requireNonNull;

import io.docket.platform.projection.Evolution;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;

/**
 * A kind of aggregates whose histories auditors read. A context has a bean for each of its kinds.
 *
 * @param name as paths and answers have it
 * @param aggregateType as the log has it
 * @param evolution what the events make of an aggregate: the one that its projection has
 * @param representation what the context's own API answers to somebody who may see all of it
 * @param customers whose it is: the numbers of up to two customers, the owner first. They are the same in all of its life
 */
public record AuditedKind<V>(
        String name,
        String aggregateType,
        Evolution<V> evolution,
        Function<? super V, ?> representation,
        Function<? super V, List<String>> customers) {

    /**
     * What the context's own API would have answered after some events.
     *
     * @param events from the first one on, in their order; at least one
     */
    public Object stateAfter(Iterator<? extends DomainEventMessage<?>> events) {
        @Nullable V state = null;
        while (events.hasNext()) {
            state = evolution.after(events.next(), state);
        }
        return requireNonNull(representation.apply(requireNonNull(state, "there are no events")));
    }

    /** Whose it is, as its first event tells. */
    public List<String> customersIn(DomainEventMessage<?> first) {
        return customers.apply(evolution.after(first, null));
    }
}
