package io.docket.platform.projection.processing;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toMap;
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
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which events may concern a projection: those that it takes in, and those that this version does not know, if they are of
 * the family of one that it takes in. The family of an event is its public name up to the last dot, which is the kind of
 * its aggregate: {@code docket.case} of {@code docket.case.case-closed}.
 *
 * <p>Automations are told of in the database, so that a process can tell how they stand that has none.
 */
@Component
public final class EventFamilies {

    private final EventTypes types;
    private final EventProcessingConfiguration processing;
    private final JdbcClient jdbc;
    private final Map<String, Concern> concerns = new ConcurrentHashMap<>();

    /** The automations that this process does not have. */
    private volatile Set<String> elsewhere = Set.of();

    private volatile boolean told;

    EventFamilies(EventTypes types, EventProcessingConfiguration processing, JdbcClient jdbc) {
        this.types = types;
        this.processing = processing;
        this.jdbc = jdbc;
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

        private static Concern of(String families, String ignored) {
            return new Concern(names(families), names(ignored));
        }

        private static Set<String> names(String joined) {
            return joined.isEmpty() ? Set.of() : Set.of(joined.split(","));
        }
    }

    /** What concerns a projection of this process, or an automation that was found elsewhere. */
    public Concern of(String projection) {
        return concerns.computeIfAbsent(projection, this::find);
    }

    /** The names of the automations that this process does not have, as they were last looked up. */
    Set<String> elsewhere() {
        return elsewhere;
    }

    /** Looks up which automations there are that this process does not have, and what concerns them. */
    void lookElsewhere() {
        Set<String> here = processing.eventProcessors().keySet();
        Map<String, Concern> found = jdbc
                .sql("select name, families, ignored from automation")
                .query((row, number) -> Map.entry(row.getString(1), Concern.of(row.getString(2), row.getString(3))))
                .list()
                .stream()
                .filter(automation -> !here.contains(automation.getKey()))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
        concerns.putAll(found);
        elsewhere = Set.copyOf(found.keySet());
    }

    /** Tells which automations there are, once. A process that has any has all. */
    void tell() {
        if (told) {
            return;
        }
        List<String> automations = automations();
        if (!automations.isEmpty()) {
            automations.forEach(this::tell);
            jdbc.sql("delete from automation where name not in (:automations)")
                    .param("automations", automations)
                    .update();
        }
        told = true;
    }

    /** The names of the automations of this process. */
    List<String> automations() {
        return processing.eventProcessors().entrySet().stream()
                .filter(processor ->
                        processor.getValue() instanceof StreamingEventProcessor streaming && !streaming.supportsReset())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void tell(String automation) {
        Concern concern = of(automation);
        String families = String.join(",", concern.families);
        String ignored = String.join(",", concern.ignored);
        int known = jdbc.sql("update automation set families = ?, ignored = ? where name = ?")
                .params(families, ignored, automation)
                .update();
        if (known == 0) {
            jdbc.sql("insert into automation (name, families, ignored) values (?, ?, ?)")
                    .params(automation, families, ignored)
                    .update();
        }
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
