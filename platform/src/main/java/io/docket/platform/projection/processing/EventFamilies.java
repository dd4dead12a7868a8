package io.docket.platform.projection.processing;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.docket.platform.eventstore.EventTypes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.AbstractEventProcessor;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.springframework.stereotype.Component;

/**
 * Which events may concern a projection: those that it takes in, and those that this version does not know, if they are of
 * the family of one that it takes in. The family of an event is its public name up to the last dot, which is the kind of
 * its aggregate: {@code docket.case} of {@code docket.case.case-closed}.
 */
@Component
public final class EventFamilies {

    private final EventTypes types;
    private final EventProcessingConfiguration processing;
    private final Map<String, Concern> concerns = new ConcurrentHashMap<>();

    EventFamilies(EventTypes types, EventProcessingConfiguration processing) {
        this.types = types;
        this.processing = processing;
    }

    /**
     * What concerns a projection.
     *
     * @param families the families of the events that it takes in
     * @param ignored public names of the events of these families that it does not take in
     */
    public record Concern(Set<String> families, Set<String> ignored) {

        public boolean includes(String type) {
            return families.contains(familyOf(type)) && !ignored.contains(type);
        }

        /** The same of rows of the log, in SQL. */
        public String condition() {
            return families.stream().map(family -> "payload_type like ?").collect(joining(" or ", "(", ")"))
                    + ignored.stream().map(type -> " and payload_type <> ?").collect(joining());
        }

        /** The parameters of the condition. */
        public List<String> parameters() {
            return Stream.concat(families.stream().map(family -> family + ".%"), ignored.stream())
                    .toList();
        }
    }

    /** What concerns a projection of this process. */
    public Concern of(String projection) {
        return concerns.computeIfAbsent(projection, this::find);
    }

    private Concern find(String projection) {
        EventHandlerInvoker handlers = processing
                .eventProcessor(projection, AbstractEventProcessor.class)
                .orElseThrow(() -> new IllegalArgumentException("There is no projection " + projection))
                .eventHandlerInvoker();
        Map<Boolean, List<Class<?>>> known = types.classes().stream().collect(partitioningBy(handlers::canHandleType));
        Set<String> families = known.getOrDefault(true, List.of()).stream()
                .map(EventTypes::nameOf)
                .map(EventFamilies::familyOf)
                .collect(toUnmodifiableSet());
        Set<String> ignored = known.getOrDefault(false, List.of()).stream()
                .map(EventTypes::nameOf)
                .filter(name -> families.contains(familyOf(name)))
                .collect(toUnmodifiableSet());
        return new Concern(families, ignored);
    }

    private static String familyOf(String type) {
        return type.substring(0, Math.max(type.lastIndexOf('.'), 0));
    }
}
