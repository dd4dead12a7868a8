package io.docket.benchmarks;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Databases with a given number of events, made once for all rounds: a few cases are registered and changed over HTTP, and
 * what Docket has written of them is copied by the database, with other ids and positions. So whatever Docket stores, the
 * copies are as if it had. What it makes of all events, the index for auditors and the tree of the log, it makes itself.
 */
final class SeededDatabases implements AutoCloseable {

    private static final int CHANGES = 8;
    private static final long FIRST_NUMBER = 1_000_000_000;

    /** As complaints come, a quarter of each. */
    private static final String IMPORTANCE = "(array['Low', 'Standard', 'High', 'VeryImportant'])[1 + n % 4]";

    private static final String LAST_ENTRY = "select coalesce(max(position), 0) from (select position from audit_entry "
            + "order by occurred_at desc, position desc fetch first row only) as entry";

    private final Map<Long, Database> databases = new HashMap<>();

    Database with(long events, Path docket, Path folder) {
        return databases.computeIfAbsent(events, count -> {
            Database database = Database.start("seeded");
            String caseId = original(database, docket, folder);
            copy(database, caseId, count);
            database.execute("vacuum analyze");
            takeIn(database, docket, folder);
            database.execute("vacuum analyze");
            return database;
        });
    }

    /** One case that was changed some times. */
    private static String original(Database database, Path docket, Path folder) {
        try (Server server = Server.docket(docket, database, folder.resolve("seed"))) {
            server.awaitReady();
            String token = server.token("bank-agent");
            List<String> ids = Workloads.register(server, token, 1);
            Workloads.change(server, token, ids, CHANGES);
            server.awaitReadable(token, ids.get(0));
            return ids.get(0);
        }
    }

    private static void takeIn(Database database, Path docket, Path folder) {
        long last = database.number("select max(global_index) from domain_event");
        try (Server server = Server.docket(docket, database, folder.resolve("seed"))) {
            database.await("select coalesce(max(tree_size), 0) from log_checkpoint", last, server);
            database.await(LAST_ENTRY, last, server);
            server.awaitReady();
        }
    }

    private static void copy(Database database, String caseId, long events) {
        long each = database.number("select count(*) from domain_event where aggregate_identifier = '" + caseId + "'");
        long copies = events / each;
        long last = database.number("select max(global_index) from domain_event");
        long first = database.number(
                "select min(global_index) from domain_event where aggregate_identifier = '" + caseId + "'");
        String id = "'WI' || (" + FIRST_NUMBER + " + n)";
        String position = last + " + (n - 1) * " + each + " + 1 - " + first + " + ";
        String customer = "'BRVU' || (100000 + n % 10000)";
        copy(
                database,
                "domain_event",
                "aggregate_identifier = '" + caseId + "'",
                copies,
                Map.of(
                        "global_index",
                        position + "global_index",
                        "event_identifier",
                        "gen_random_uuid()::text",
                        "aggregate_identifier",
                        id,
                        "payload",
                        replacedBytes("payload", caseId, id),
                        "meta_data",
                        replacedBytes("meta_data", caseId, id)));
        String ofCase = "case_id = '" + caseId + "'";
        copy(
                database,
                "case_history",
                ofCase,
                copies,
                Map.of("case_id", id, "position", position + "position", "document", replaced("document", caseId, id)));
        copy(
                database,
                "case_list",
                ofCase,
                copies,
                Map.of(
                        "case_id",
                        id,
                        "customer_id",
                        customer,
                        "importance",
                        IMPORTANCE,
                        "registered_at",
                        "registered_at - n * interval '1 s'"));
        copy(database, "case_word", ofCase, copies, Map.of("case_id", id));
        long end = database.number("select max(global_index) from domain_event");
        database.execute(
                "update projection_position set token = convert_to(regexp_replace(convert_from(token, 'UTF8'), "
                        + "'\"index\":[0-9]+', '\"index\":" + end + "'), 'UTF8') where processor_name = 'cases'");
    }

    private static String replaced(String column, String caseId, String id) {
        return "replace(" + column + ", '" + caseId + "', " + id + ")";
    }

    /**
     * What is encrypted can be decrypted in its own event alone: the copies have a text in its place, as events have that
     * an older version wrote.
     */
    private static String replacedBytes(String column, String caseId, String id) {
        String readable = "regexp_replace(convert_from(" + column
                + ", 'UTF8'), '\"' || chr(127) || '[^\"]*\"', '\"The card was lost\"', 'g')";
        return "convert_to(" + replaced(readable, caseId, id) + ", 'UTF8')";
    }

    /** Without indexes, which are made when the rows are there. */
    private static void copy(
            Database database, String table, String which, long copies, Map<String, String> replacements) {
        List<String> columns = database.texts("select column_name from information_schema.columns where table_name = '"
                + table + "' and table_schema = 'public' order by ordinal_position");
        String values = columns.stream()
                .map(column -> replacements.getOrDefault(column, column))
                .collect(Collectors.joining(", "));
        List<String> constraints = database.texts("select 'alter table " + table + " add constraint ' || conname || ' '"
                + " || pg_get_constraintdef(oid) from pg_constraint where conrelid = '" + table
                + "'::regclass and contype in ('p', 'u')");
        List<String> indexes = database.texts("select indexdef from pg_indexes where tablename = '" + table
                + "' and indexname not in (select conname from pg_constraint)");
        List<String> drops = database.texts("select 'alter table " + table + " drop constraint ' || conname from "
                + "pg_constraint where conrelid = '" + table + "'::regclass and contype in ('p', 'u') union all "
                + "select 'drop index ' || indexname from pg_indexes where tablename = '" + table
                + "' and indexname not in (select conname from pg_constraint)");
        drops.forEach(database::execute);
        database.execute("insert into " + table + " (" + String.join(", ", columns) + ") select " + values
                + " from " + table + ", generate_series(1::bigint, " + copies + ") as n where " + which
                + " order by n");
        constraints.forEach(database::execute);
        indexes.forEach(database::execute);
    }

    @Override
    public void close() {
        databases.values().forEach(Database::close);
    }
}
