package io.docket.platform.projection.rebuild.tables;

import io.docket.platform.projection.TableRows;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** Compares tables row by row. What makes a row is all of its columns. */
final class Differences {

    static final int MOST_IDS = 20;

    private final JdbcTemplate jdbc;

    Differences(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Compares two.
     *
     * @param live the table that is read, as SQL names it
     * @param made the one that was made anew
     */
    TableDifference between(TableRows<?> table, String live, String made) {
        Set<String> ids = new TreeSet<>();
        return new TableDifference(
                table.name(),
                count(live),
                count(made),
                only(table, live, made, ids),
                only(table, made, live, ids),
                ids.stream().limit(MOST_IDS).toList());
    }

    private long count(String table) {
        return Objects.requireNonNull(jdbc.queryForObject("select count(*) from " + table, Long.class));
    }

    private long only(TableRows<?> table, String in, String notIn, Set<String> ids) {
        String columns =
                table.columns().stream().map(column -> '"' + column + '"').collect(Collectors.joining(", "));
        String difference = "from (select " + columns + " from " + in + " except select " + columns + " from " + notIn
                + ") as difference";
        Map<String, Object> found = jdbc.queryForMap("select count(*) as rows_found " + difference);
        long rows = ((Number) Objects.requireNonNull(found.get("rows_found"))).longValue();
        if (rows > 0) {
            ids.addAll(jdbc.queryForList(
                    "select distinct \"" + table.idColumn() + "\" as id " + difference + " order by id fetch first "
                            + MOST_IDS + " rows only",
                    String.class));
        }
        return rows;
    }
}
