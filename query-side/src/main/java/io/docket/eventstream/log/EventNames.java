package io.docket.eventstream.log;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.EventType;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.eventstore.EventTypes;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The public types of all events that this version knows: {@code docket.case.complaint-registered.v1}. */
@Component
public class EventNames {

    static final String ANY_END = "*";

    private final List<String> all;

    EventNames(EventTypes types) {
        all = types.classes().stream().flatMap(EventNames::released).sorted().toList();
    }

    private static Stream<String> released(Class<?> event) {
        EventType type = Objects.requireNonNull(event.getAnnotation(EventType.class));
        return IntStream.rangeClosed(1, type.revision()).mapToObj(revision -> type.value() + ".v" + revision);
    }

    /** All of them, ordered by name. */
    public List<String> all() {
        return all;
    }

    /**
     * The types that a filter wants.
     *
     * @param patterns whole types, or beginnings that end in {@code *}
     * @return with the beginnings among the patterns, since a newer version may know more types; empty if there are no
     *     patterns
     * @throws RefusedException invalid, if one of them can mean no event
     */
    public Set<String> matching(Collection<String> patterns) {
        Set<String> found = new LinkedHashSet<>();
        for (String pattern : patterns) {
            List<String> types =
                    all.stream().filter(type -> matches(type, pattern)).toList();
            if (types.isEmpty()) {
                throw new RefusedException(Refusal.invalid(
                        "types",
                        ErrorLiteral.NOT_ON_LIST,
                        pattern + " is no type of events, with its version, nor what one begins with before a *: see "
                                + "/events/schemas."));
            }
            found.addAll(types);
            found.add(pattern);
        }
        return found;
    }

    private static boolean matches(String type, String pattern) {
        return pattern.endsWith(ANY_END)
                ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                : type.equals(pattern);
    }
}
