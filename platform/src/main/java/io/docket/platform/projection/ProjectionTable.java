package io.docket.platform.projection;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The tables of a projection, read and written for many aggregates at once. */
public interface ProjectionTable<V> {

    /** The latest rows of the aggregates; those that have none are left out. */
    Map<String, Projected<V>> read(Collection<String> ids);

    /** Writes what has become of aggregates, in a few statements. */
    void write(Collection<Changed<V>> changes);

    /** The same as one table after the other, each with all that stands in it for an aggregate. */
    List<TableRows<V>> tables();
}
