package io.docket.platform.projection.rebuild;

import io.docket.platform.projection.Evolution;
import io.docket.platform.projection.Projected;
import io.docket.platform.projection.faults.BatchFailedException;
import io.docket.platform.projection.faults.MissingEventsException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;

/** Takes events in, each aggregate's in their order, as the live projection does: an event at fault holds up its aggregate. */
final class Folding<V> {

    private final Evolution<V> evolution;
    private final Map<String, Projected<V>> latest;
    private final Set<String> heldUp;
    private final Map<String, Fault> faults = new LinkedHashMap<>();

    /**
     * Goes on from where aggregates are.
     *
     * @param heldUp those that are held up already
     */
    Folding(Evolution<V> evolution, Map<String, Projected<V>> before, Set<String> heldUp) {
        this.evolution = evolution;
        this.latest = new HashMap<>(before);
        this.heldUp = new HashSet<>(heldUp);
    }

    /** An event that was not taken in, and why. */
    record Fault(DomainEventMessage<?> event, Throwable cause) {}

    /** What comes of an event; nothing if it is not taken in, or has been before. */
    @Nullable
    Projected<V> next(TrackedEventMessage<?> message) {
        var event = (DomainEventMessage<?>) message;
        String id = event.getAggregateIdentifier();
        Projected<V> current = latest.get(id);
        long applied = current == null ? -1 : current.version();
        if (heldUp.contains(id) || event.getSequenceNumber() <= applied) {
            return null;
        }
        if (event.getSequenceNumber() > applied + 1) {
            holdUp(
                    event,
                    new MissingEventsException(
                            "Event " + event.getSequenceNumber() + " of " + id + " follows event " + applied));
            return null;
        }
        try {
            Projected<V> next = new Projected<>(
                    id,
                    event.getSequenceNumber(),
                    BulkReader.position(message),
                    evolution.after(event, current == null ? null : current.value()));
            latest.put(id, next);
            return next;
        } catch (RuntimeException e) {
            if (new BatchFailedException(e).isPassing()) {
                throw e;
            }
            holdUp(event, e);
            return null;
        }
    }

    /** An event turns out not to be taken in; nothing of its aggregate that comes after it will be. */
    void holdUp(DomainEventMessage<?> event, Throwable cause) {
        heldUp.add(event.getAggregateIdentifier());
        faults.put(event.getAggregateIdentifier(), new Fault(event, cause));
    }

    /** The events that hold up their aggregates from now on: of each the last that turned out to. */
    Collection<Fault> faults() {
        return faults.values();
    }
}
