package io.docket.platform.projection.rebuild;

import io.docket.platform.projection.Evolution;
import io.docket.platform.projection.ProjectionTable;
import io.docket.platform.projection.TableRows;
import io.docket.platform.projection.processing.EventFamilies.Concern;
import java.util.List;

/**
 * A read model that can be made anew.
 *
 * @param name of its projection
 * @param concern the events that it is made of
 * @param isPersonal whether it holds data of persons, who can be erased
 */
record View<V>(String name, ProjectionTable<V> table, Evolution<V> evolution, Concern concern, boolean isPersonal) {

    /** The names of its tables, always in the same order. */
    List<String> tables() {
        return table.tables().stream().map(TableRows::name).sorted().toList();
    }

    /** As what it holds up aggregates while it is being made. */
    String successor() {
        return name + "/next";
    }
}
