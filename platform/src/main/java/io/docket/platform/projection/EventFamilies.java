package io.docket.platform.projection;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.docket.platform.eventstore.EventTypes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.AbstractEventProcessor;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.springframework.stereotype.Component;

/**
 * Which events may concern a projection: those of the families that it knows an event of. The family of an event is its
 * public name up to the last dot, which is the kind of its aggregate: {@code docket.case} of {@code
 * docket.case.case-closed}.
 */
@Component
final class EventFamilies {

    private final EventTypes types;
    private final EventProcessingConfiguration processing;
    private final Map<String, Set<String>> families = new ConcurrentHashMap<>();

    EventFamilies(EventTypes types, EventProcessingConfiguration processing) {
        this.types = types;
        this.processing = processing;
    }

    /** The families of a projection of this process. */
    Set<String> of(String projection) {
        return families.computeIfAbsent(projection, this::find);
    }

    private Set<String> find(String projection) {
        EventHandlerInvoker handlers = processing
                .eventProcessor(projection, AbstractEventProcessor.class)
                .orElseThrow(() -> new IllegalArgumentException("There is no projection " + projection))
                .eventHandlerInvoker();
        return types.classes().stream()
                .filter(handlers::canHandleType)
                .map(EventTypes::nameOf)
                .map(EventFamilies::familyOf)
                .collect(toUnmodifiableSet());
    }

    static String familyOf(String type) {
        return type.substring(0, Math.max(type.lastIndexOf('.'), 0));
    }
}
