package io.docket.platform.projection.rebuild.tables;

import static java.util.Objects.requireNonNull;
import static org.springframework.transaction.TransactionDefinition.ISOLATION_REPEATABLE_READ;

import io.docket.platform.database.LongStatements;
import io.docket.platform.projection.TableRows;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** On PostgreSQL: written with {@code COPY}, and moved from schema to schema. */
final class NextPostgresTables implements NextTables {

    /** Enough to sort the keys of some million rows in memory, by several processes of the server. */
    private static final String MEMORY_TO_INDEX = "set maintenance_work_mem = '256MB'";

    /** Whoever reads the others waits no longer than that, at a time, for them to be replaced. */
    private static final String LOCK_TIMEOUT = "300ms";

    private final JdbcTemplate jdbc;
    private final JdbcTemplate patient;

    NextPostgresTables(DataSource dataSource, LongStatements longStatements) {
        jdbc = new JdbcTemplate(dataSource);
        patient = new JdbcTemplate(longStatements.connections());
    }

    private String schema() {
        return requireNonNull(jdbc.queryForObject("select current_schema()", String.class));
    }

    private static String next(String schema) {
        return schema + "_rebuild";
    }

    private static String quoted(String... names) {
        return Stream.of(names)
                .map(name -> '"' + name.replace("\"", "\"\"") + '"')
                .reduce((schema, name) -> schema + "." + name)
                .orElseThrow();
    }

    @Override
    public void create(List<String> tables) {
        String schema = schema();
        String next = next(schema);
        Integer found = jdbc.queryForObject("select count(*) from pg_namespace where nspname = ?", Integer.class, next);
        if (found == null || found == 0) {
            jdbc.execute("create schema if not exists " + quoted(next));
        }
        drop(tables);
        for (String table : tables) {
            jdbc.execute("create table " + quoted(next, table) + " (like " + quoted(schema, table)
                    + " including all excluding indexes)");
            ownerOfLive(schema, table)
                    .ifPresent(
                            owner -> jdbc.execute("alter table " + quoted(next, table) + " owner to " + quoted(owner)));
        }
    }

    /** Whose the table is that is read, if it is another role's: the processes that read it may have less rights than this. */
    private Optional<String> ownerOfLive(String schema, String table) {
        return jdbc
                .queryForList(
                        "select pg_get_userbyid(relowner) from pg_class where oid = cast(? as regclass) "
                                + "and pg_get_userbyid(relowner) <> current_user",
                        String.class,
                        quoted(schema, table))
                .stream()
                .findFirst();
    }

    @Override
    public void drop(List<String> tables) {
        String next = next(schema());
        for (String table : tables) {
            jdbc.execute("drop table if exists " + quoted(next, table));
        }
    }

    @Override
    public void within(Runnable work) {
        jdbc.queryForObject(
                "select set_config('search_path', ? || ', ' || current_setting('search_path'), true)",
                String.class,
                quoted(next(schema())));
        work.run();
    }

    /** PostgreSQL knows the second of them from version 17 on. */
    @Override
    public void takeYourTime() {
        jdbc.queryForList("select set_config(name, '0', true) from pg_settings "
                + "where name in ('statement_timeout', 'transaction_timeout')");
    }

    @Override
    public void write(TableRows<?> table, Stream<@Nullable Object[]> rows) {
        Iterator<@Nullable Object[]> remaining = rows.iterator();
        if (!remaining.hasNext()) {
            return;
        }
        String copy = "copy " + quoted(table.name()) + " ("
                + String.join(
                        ", ",
                        table.columns().stream().map(NextPostgresTables::quoted).toList())
                + ") from stdin";
        jdbc.execute((ConnectionCallback<Long>) connection -> {
            CopyIn copying = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
            try {
                var text = new CopyText(copying);
                while (remaining.hasNext()) {
                    text.add(remaining.next());
                }
                text.flush();
                return copying.endCopy();
            } finally {
                if (copying.isActive()) {
                    copying.cancelCopy();
                }
            }
        });
    }

    @Override
    public void index(List<String> tables) {
        String schema = schema();
        String next = next(schema);
        for (String table : tables) {
            for (Map<String, Object> missing : missingConstraints(schema, next, table)) {
                makeIndex("alter table " + quoted(next, table) + " add constraint "
                        + quoted(String.valueOf(missing.get("conname"))) + " " + missing.get("definition"));
            }
            for (String index : missingIndexes(schema, next, table)) {
                makeIndex(moved(index, schema, next, table));
            }
            // Pages that are known to be visible to all are counted without being read.
            patient.execute("vacuum (analyze) " + quoted(next, table));
        }
    }

    private void makeIndex(String statement) {
        patient.execute((ConnectionCallback<Boolean>) connection -> {
            try (Statement executing = connection.createStatement()) {
                executing.execute(MEMORY_TO_INDEX);
                return executing.execute(statement);
            }
        });
    }

    private List<Map<String, Object>> missingConstraints(String schema, String next, String table) {
        return patient.queryForList("""
                select conname, pg_get_constraintdef(oid) as definition from pg_constraint live
                where conrelid = cast(? as regclass) and contype in ('p', 'u', 'x') and not exists (
                  select 1 from pg_constraint made where made.conrelid = cast(? as regclass) and made.conname = live.conname)
                order by contype, conname""", quoted(schema, table), quoted(next, table));
    }

    private List<String> missingIndexes(String schema, String next, String table) {
        return patient.queryForList("""
                select pg_get_indexdef(i.indexrelid) from pg_index i join pg_class live on live.oid = i.indexrelid
                where i.indrelid = cast(? as regclass)
                  and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)
                  and not exists (select 1 from pg_index n join pg_class made on made.oid = n.indexrelid
                    where n.indrelid = cast(? as regclass) and made.relname = live.relname)
                order by live.relname""", String.class, quoted(schema, table), quoted(next, table));
    }

    /** The definition of an index, of the table of the same name in another schema. */
    private static String moved(String definition, String schema, String next, String table) {
        Matcher on = Pattern.compile(
                        " ON (ONLY )?(\"?)" + Pattern.quote(schema) + "\\2\\.(\"?)" + Pattern.quote(table) + "\\3 ")
                .matcher(definition);
        if (!on.find()) {
            throw new IllegalStateException("Not an index of " + schema + "." + table + ": " + definition);
        }
        return definition.substring(0, on.start()) + " ON " + quoted(next, table) + " "
                + definition.substring(on.end());
    }

    @Override
    public void lock(List<String> tables) {
        String schema = schema();
        jdbc.execute("set local lock_timeout = '" + LOCK_TIMEOUT + "'");
        jdbc.execute("lock table "
                + tables.stream().map(table -> quoted(schema, table)).collect(Collectors.joining(", "))
                + " in access exclusive mode");
    }

    /** They are replaced at once. */
    @Override
    public <V> @Nullable String bringOver(List<TableRows<V>> tables, String afterId, Unsettled unsettled) {
        return null;
    }

    @Override
    public <V> void replace(List<TableRows<V>> tables, Unsettled unsettled) {
        String schema = schema();
        for (TableRows<V> table : tables) {
            jdbc.execute("drop table " + quoted(schema, table.name()));
            jdbc.execute("alter table " + quoted(next(schema), table.name()) + " set schema " + quoted(schema));
        }
    }

    @Override
    public <V> void copy(List<TableRows<V>> tables, String rebuildId, Runnable begun) {
        String schema = schema();
        Snapshot.of(patient, ISOLATION_REPEATABLE_READ, begun, () -> {
            for (TableRows<V> table : tables) {
                patient.update(
                        RowsOfOthers.copy(table, quoted(schema, table.name()), quoted(next(schema), table.name())),
                        rebuildId);
            }
            return tables;
        });
    }

    @Override
    public <V> List<TableDifference> differences(List<TableRows<V>> tables, Runnable begun) {
        String schema = schema();
        return Snapshot.of(patient, ISOLATION_REPEATABLE_READ, begun, () -> tables.stream()
                .map(table -> new Differences(patient)
                        .between(table, quoted(schema, table.name()), quoted(next(schema), table.name())))
                .toList());
    }
}
