package io.docket.benchmarks;

import java.nio.file.Path;

/** A read model that is made anew from the whole log. */
final class Rebuild implements AutoCloseable {

    /** How far the read model of cases has come. */
    static final String PASSED = """
            select coalesce(max((regexp_match(convert_from(token, 'UTF8'), '"index":([0-9]+)'))[1]::bigint), 0)
              from projection_position where processor_name = 'cases'""";

    /** Short logs are taken in without a rebuild. */
    private static final String BEGUN =
            "select (select count(*) from projection_rebuild where projection = 'cases') + (" + PASSED + ")";

    private final Database database;
    private final Server server;

    Rebuild(Path docket, Database database, Path folder) {
        this.database = database;
        database.execute("truncate case_history, case_list, case_word");
        database.execute("delete from projection_position where processor_name = 'cases'");
        server = Server.docket(docket, database, folder);
    }

    /** From when the process begins with it, so that its start does not count, to when the projection goes on behind it. */
    double eventsPerSecond() {
        long events = database.number("select count(*) from domain_event where type = 'Case'");
        long last = database.number("select max(global_index) from domain_event where type = 'Case'");
        database.await(BEGUN, 1, server);
        long begun = System.nanoTime();
        database.await(PASSED, last, server);
        return events / ((System.nanoTime() - begun) / 1e9);
    }

    @Override
    public void close() {
        server.close();
    }
}
