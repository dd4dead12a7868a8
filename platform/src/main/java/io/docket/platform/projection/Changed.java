package io.docket.platform.projection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of events has made of one aggregate.
 *
 * @param before the row that was there; {@code null} if the aggregate is new
 * @param versions what came of each event, in order; at least one
 */
public record Changed<V>(@Nullable Projected<V> before, List<Projected<V>> versions) {

    /** What it looks like now. */
    public Projected<V> after() {
        return versions.get(versions.size() - 1);
    }
}
