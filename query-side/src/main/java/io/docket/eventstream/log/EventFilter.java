package io.docket.eventstream.log;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted: those that meet all conditions.
 *
 * @param types the public types, with their versions; any if there are neither types nor beginnings
 * @param beginnings of public types: also of those that only a newer version knows, which may write while this one runs
 * @param aggregateTypes what the aggregates are; any if there are none
 * @param subject the id of the aggregate; {@code null} if of any
 */
public record EventFilter(
        Set<String> types,
        Set<String> beginnings,
        Set<String> aggregateTypes,
        @Nullable String subject) {

    private static final Pattern VERSION = Pattern.compile("\\.(v[0-9]*)?$");

    /** Wants all. */
    public static final EventFilter ALL = new EventFilter(Set.of(), Set.of(), Set.of(), null);

    public EventFilter {
        types = Collections.unmodifiableSet(new LinkedHashSet<>(types));
        beginnings = Collections.unmodifiableSet(new LinkedHashSet<>(beginnings));
        aggregateTypes = Collections.unmodifiableSet(new LinkedHashSet<>(aggregateTypes));
    }

    /**
     * A filter as requests have it.
     *
     * @param types the public types that are wanted, and beginnings that end in {@code *}
     * @param kinds of things, such as {@code work-items}
     */
    public static EventFilter of(Set<String> types, Collection<String> kinds, @Nullable String subject) {
        return new EventFilter(
                types.stream().filter(type -> !isBeginning(type)).collect(toSet()),
                types.stream()
                        .filter(EventFilter::isBeginning)
                        .map(EventFilter::withoutEnd)
                        .collect(toSet()),
                kinds.stream().map(EventFilter::aggregateType).collect(toSet()),
                subject);
    }

    private static boolean isBeginning(String type) {
        return type.endsWith(EventNames.ANY_END);
    }

    private static String withoutEnd(String text) {
        return text.substring(0, text.length() - 1);
    }

    private static String aggregateType(String kind) {
        return Arrays.stream(withoutEnd(kind).split("-", -1))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(joining());
    }

    /** Whether it wants an event. */
    public boolean wants(LoggedEvent event) {
        return (subject == null || subject.equals(event.subject()))
                && (aggregateTypes.isEmpty() || aggregateTypes.contains(event.aggregateType()))
                && (wantsAllTypes() || wants(event.type()));
    }

    private boolean wants(String type) {
        return types.contains(type) || beginnings.stream().anyMatch(type::startsWith);
    }

    /** The names of the types, without their versions; and what a beginning names that has a version, or some of it, at its end. */
    Set<String> names() {
        return Stream.concat(types.stream(), beginnings.stream())
                .map(type -> VERSION.matcher(type).replaceFirst(""))
                .collect(toSet());
    }

    boolean wantsAllTypes() {
        return types.isEmpty() && beginnings.isEmpty();
    }

    boolean wantsAll() {
        return wantsAllTypes() && aggregateTypes.isEmpty() && subject == null;
    }
}
