package io.docket.platform.projection.rebuild.tables;

import io.docket.platform.projection.TableRows;
import java.util.stream.Collectors;

/** The rows of aggregates that are not made anew. */
final class RowsOfOthers {

    private RowsOfOthers() {}

    /**
     * The statement that copies them. Its parameter is the rebuild.
     *
     * @param live the table that is read, as SQL names it
     * @param made the one that is made anew
     */
    static String copy(TableRows<?> table, String live, String made) {
        String columns =
                table.columns().stream().map(column -> '"' + column + '"').collect(Collectors.joining(", "));
        return "insert into " + made + " (" + columns + ") select " + columns + " from " + live
                + " as live where not exists (select 1 from projection_rebuild_aggregate a where a.rebuild_id = ? "
                + "and a.aggregate_id = live.\"" + table.idColumn() + "\")";
    }
}
