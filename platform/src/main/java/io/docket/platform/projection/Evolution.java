package io.docket.platform.projection;

import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;

/** What each event makes of an aggregate's looks. Free of side effects. */
@FunctionalInterface
public interface Evolution<V> {

    /**
     * The looks after an event.
     *
     * @param before the looks before it; {@code null} before the aggregate's first event
     */
    V after(DomainEventMessage<?> event, @Nullable V before);
}
