package io.docket.platform.projection.rebuild.tables;

import static java.util.Objects.requireNonNull;
import static org.springframework.transaction.TransactionDefinition.ISOLATION_SERIALIZABLE;

import io.docket.platform.projection.TableRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * On H2, where tables cannot be replaced in a transaction: what is in them is copied, most of it piece by piece while the
 * others are read and written. Makes the indexes at once; the time goes elsewhere.
 */
final class NextH2Tables implements NextTables {

    private static final int BATCH = 1000;

    /** As many rows of a table as are brought over at a time; whoever writes one of them waits so long. */
    private static final int PIECE = 5_000;

    /** How long a piece waits for whoever writes one of its rows, while others wait for it. */
    private static final int LOCK_TIMEOUT_MILLIS = 100;

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

    /** What H2 calls a repeatable read may see what is committed later. */
    @Override
    public <V> void copy(List<TableRows<V>> tables, String rebuildId, Runnable begun) {
        String schema = schema();
        Snapshot.of(jdbc, ISOLATION_SERIALIZABLE, begun, () -> {
            for (TableRows<V> table : tables) {
                jdbc.update(
                        RowsOfOthers.copy(table, quoted(schema, table.name()), quoted(next(schema), table.name())),
                        rebuildId);
            }
            return tables;
        });
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

    /** It has no limits. */
    @Override
    public void takeYourTime() {}

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

    /** They are not replaced: whoever reads them goes on. */
    @Override
    public void lock(List<String> tables) {}

    @Override
    public <V> @Nullable String bringOver(List<TableRows<V>> tables, String afterId, Unsettled unsettled) {
        String schema = schema();
        String end = endOfPiece(schema, tables, afterId);
        List<Object> parameters =
                new ArrayList<>(List.of(unsettled.after(), unsettled.upTo(), unsettled.heldUpBy(), afterId));
        if (end != null) {
            parameters.add(end);
        }
        Integer before = jdbc.queryForObject("select lock_timeout()", Integer.class);
        jdbc.execute("set lock_timeout " + LOCK_TIMEOUT_MILLIS);
        try {
            for (TableRows<V> table : tables) {
                String id = quoted(table.idColumn());
                String piece = " where not " + isUnsettled(id) + " and " + id + " > ?"
                        + (end == null ? "" : " and " + id + " <= ?");
                copyOver(schema, table, piece, parameters.toArray());
            }
        } finally {
            jdbc.execute("set lock_timeout " + before);
        }
        return end;
    }

    /** The least id that some table has so many rows up to; none if no table has so many. */
    private @Nullable String endOfPiece(String schema, List<? extends TableRows<?>> tables, String afterId) {
        return tables.stream()
                .flatMap(table -> Stream.of(quoted(schema, table.name()), quoted(next(schema), table.name()))
                        .flatMap(name -> jdbc
                                .queryForList(
                                        "select " + quoted(table.idColumn()) + " from " + name + " where "
                                                + quoted(table.idColumn()) + " > ? order by 1 offset " + (PIECE - 1)
                                                + " rows fetch next 1 rows only",
                                        String.class,
                                        afterId)
                                .stream()))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static String isUnsettled(String id) {
        return "(" + id
                + " in (select aggregate_identifier from domain_event where global_index > ? and global_index <= ?) or "
                + id
                + " in (select aggregate_id from projection_dead_letter where projection = ?))";
    }

    private void copyOver(String schema, TableRows<?> table, String which, Object... parameters) {
        String columns = table.columns().stream().map(NextH2Tables::quoted).collect(Collectors.joining(", "));
        String live = quoted(schema, table.name());
        jdbc.update("delete from " + live + which, parameters);
        jdbc.update(
                "insert into " + live + " (" + columns + ") select " + columns + " from "
                        + quoted(next(schema), table.name()) + which,
                parameters);
    }

    @Override
    public <V> void replace(List<TableRows<V>> tables, Unsettled unsettled) {
        String schema = schema();
        for (TableRows<V> table : tables) {
            if (unsettled.after() == 0) {
                copyOver(schema, table, "");
            } else {
                String which = " where " + isUnsettled(quoted(table.idColumn()));
                copyOver(schema, table, which, unsettled.after(), unsettled.upTo(), unsettled.heldUpBy());
            }
        }
    }

    @Override
    public <V> List<TableDifference> differences(List<TableRows<V>> tables, Runnable begun) {
        String schema = schema();
        return Snapshot.of(jdbc, ISOLATION_SERIALIZABLE, begun, () -> tables.stream()
                .map(table -> new Differences(jdbc)
                        .between(table, quoted(schema, table.name()), quoted(next(schema), table.name())))
                .toList());
    }
}
