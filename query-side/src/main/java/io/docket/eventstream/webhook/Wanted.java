package io.docket.eventstream.webhook;

import io.docket.eventstream.log.EventFilter;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted, as a client has asked for them: types that come with a later version are matched too.
 *
 * @param types public types with their versions, or beginnings that end in {@code *}; any if there are none
 * @param kinds of things, such as {@code work-items}; any if there are none
 * @param subject the id of the thing; {@code null} if of any
 */
public record Wanted(
        List<String> types, List<String> kinds, @Nullable String subject) {

    public Wanted {
        types = List.copyOf(types);
        kinds = List.copyOf(kinds);
    }

    /** The same for the log. Also of types that this version does not know: a newer one may have taken the subscription. */
    EventFilter filter() {
        return EventFilter.of(new LinkedHashSet<>(types), kinds, subject);
    }
}
