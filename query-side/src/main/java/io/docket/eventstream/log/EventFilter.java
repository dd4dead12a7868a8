package io.docket.eventstream.log;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted: those that meet all conditions.
 *
 * @param types the public types, with their versions; any if there are none
 * @param aggregateTypes what the aggregates are; any if there are none
 * @param subject the id of the aggregate; {@code null} if of any
 */
public record EventFilter(
        Set<String> types,
        Set<String> aggregateTypes,
        @Nullable String subject) {

    /** Wants all. */
    public static final EventFilter ALL = new EventFilter(Set.of(), Set.of(), null);

    public EventFilter {
        types = Collections.unmodifiableSet(new LinkedHashSet<>(types));
        aggregateTypes = Collections.unmodifiableSet(new LinkedHashSet<>(aggregateTypes));
    }

    /**
     * A filter as requests have it.
     *
     * @param types the public types that are wanted
     * @param kinds of things, such as {@code work-items}
     */
    public static EventFilter of(Set<String> types, Collection<String> kinds, @Nullable String subject) {
        return new EventFilter(
                types, kinds.stream().map(EventFilter::aggregateType).collect(Collectors.toSet()), subject);
    }

    private static String aggregateType(String kind) {
        return Arrays.stream(kind.substring(0, kind.length() - 1).split("-", -1))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** Whether it wants an event. */
    public boolean wants(LoggedEvent event) {
        return (subject == null || subject.equals(event.subject()))
                && (aggregateTypes.isEmpty() || aggregateTypes.contains(event.aggregateType()))
                && (types.isEmpty() || types.contains(event.type()));
    }

    /** The names of the types, without their versions. */
    Set<String> names() {
        return types.stream()
                .map(type -> type.substring(0, type.lastIndexOf(".v")))
                .collect(Collectors.toSet());
    }

    boolean wantsAll() {
        return types.isEmpty() && aggregateTypes.isEmpty() && subject == null;
    }
}
