package io.docket.platform.projection.rebuild.tables;

import static java.util.Objects.requireNonNull;

import io.docket.platform.projection.TableRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * On H2, where tables cannot be replaced in a transaction: what is in them is copied in one. Makes the indexes at once; the
 * time goes elsewhere.
 */
final class NextH2Tables implements NextTables {

    private static final int BATCH = 1000;

    private static final Pattern CREATES =
            Pattern.compile("CREATE (CACHED|MEMORY|UNIQUE|INDEX).*|ALTER TABLE.*", Pattern.DOTALL);

    private final JdbcTemplate jdbc;

    NextH2Tables(DataSource dataSource) {
        jdbc = new JdbcTemplate(dataSource);
    }

    private String schema() {
        return requireNonNull(jdbc.queryForObject("select current_schema", String.class));
    }

    private static String next(String schema) {
        return schema + "_rebuild";
    }

    private static String quoted(String schema, String table) {
        return quoted(schema) + "." + quoted(table);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public void create(List<String> tables) {
        String schema = schema();
        jdbc.execute("create schema if not exists " + quoted(next(schema)));
        drop(tables);
        String names = String.join(
                ", ", tables.stream().map(table -> quoted(schema, table)).toList());
        for (String statement :
                jdbc.queryForList("script nodata nopasswords nosettings table " + names, String.class)) {
            if (CREATES.matcher(statement.strip()).matches()) {
                jdbc.execute(statement.replace(quoted(schema) + ".", quoted(next(schema)) + "."));
            }
        }
    }

    @Override
    public void drop(List<String> tables) {
        String next = next(schema());
        for (String table : tables) {
            jdbc.execute("drop table if exists " + quoted(next, table));
        }
    }

    /** The others stand still meanwhile. */
    @Override
    public <V> void copy(List<TableRows<V>> tables, String rebuildId, Runnable begun) {
        String schema = schema();
        for (TableRows<V> table : tables) {
            jdbc.update(
                    RowsOfOthers.copy(table, quoted(schema, table.name()), quoted(next(schema), table.name())),
                    rebuildId);
        }
        begun.run();
    }

    @Override
    public void within(Runnable work) {
        String schema = schema();
        jdbc.execute("set schema_search_path " + quoted(next(schema)) + ", " + quoted(schema));
        jdbc.execute("set schema " + quoted(next(schema)));
        try {
            work.run();
        } finally {
            jdbc.execute("set schema " + quoted(schema));
            jdbc.execute("set schema_search_path " + quoted(schema));
        }
    }

    @Override
    public void write(TableRows<?> table, Stream<@Nullable Object[]> rows) {
        String insert = "insert into " + quoted(table.name()) + " ("
                + String.join(
                        ", ", table.columns().stream().map(NextH2Tables::quoted).toList()) + ") values ("
                + String.join(", ", Collections.nCopies(table.columns().size(), "?")) + ")";
        Iterator<@Nullable Object[]> remaining = rows.iterator();
        List<@Nullable Object[]> batch = new ArrayList<>(BATCH);
        while (remaining.hasNext()) {
            batch.add(remaining.next());
            if (batch.size() == BATCH || !remaining.hasNext()) {
                jdbc.batchUpdate(insert, batch);
                batch.clear();
            }
        }
    }

    @Override
    public void index(List<String> tables) {
        // They are there from the beginning.
    }

    @Override
    public void replace(List<String> tables) {
        String schema = schema();
        for (String table : tables) {
            jdbc.update("delete from " + quoted(schema, table));
            jdbc.update("insert into " + quoted(schema, table) + " select * from " + quoted(next(schema), table));
        }
    }

    /** The others stand still meanwhile. */
    @Override
    public <V> List<TableDifference> differences(List<TableRows<V>> tables, Runnable begun) {
        String schema = schema();
        List<TableDifference> found = tables.stream()
                .map(table -> new Differences(jdbc)
                        .between(table, quoted(schema, table.name()), quoted(next(schema), table.name())))
                .toList();
        begun.run();
        return found;
    }
}
