package io.docket.platform.projection;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table of a read model as it is written from nothing.
 *
 * @param name as in the database, without a schema
 * @param idColumn the one that says to which aggregate a row belongs
 * @param columns the names of those that are written
 * @param rows what stands in them
 */
public record TableRows<V>(String name, String idColumn, List<String> columns, Rows<V> rows) {

    public TableRows {
        columns = List.copyOf(columns);
    }

    /** The rows that a version of an aggregate has in a table. */
    @FunctionalInterface
    public interface Rows<V> {

        /**
         * Strings, numbers, truth values, times with an offset and {@code null}, in the order of the columns.
         *
         * @param last whether the version is the aggregate as it stands
         */
        Stream<@Nullable Object[]> of(Projected<V> version, boolean last);
    }
}
