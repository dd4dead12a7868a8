package io.docket.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A read model that is made anew from the whole log. */
final class Rebuild implements AutoCloseable {

    private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();
    private static final long PATIENCE_NANOS = Duration.ofHours(1).toNanos();

    private static final String PASSED = """
            select coalesce(max((regexp_match(convert_from(token, 'UTF8'), '"globalIndex":([0-9]+)'))[1]::bigint), 0)
              from projection_token where processor_name = 'cases'""";

    private final Database database;
    private final Server server;

    Rebuild(Path jar, Database database, Path folder) {
        this.database = database;
        database.execute("truncate case_history, case_list, case_word");
        database.execute("delete from projection_token where processor_name = 'cases'");
        server = Server.docket(jar, database, folder);
    }

    /** From the first event that is taken in, so that the start of the process does not count. */
    double eventsPerSecond() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long last = database.number("select max(global_index) from domain_event where type = 'Case'");
        long first = awaitPassed(1, deadline);
        long begun = System.nanoTime();
        awaitPassed(last, deadline);
        return (double) (last - first) / ((System.nanoTime() - begun) / 1e9);
    }

    private long awaitPassed(long position, long deadline) {
        while (System.nanoTime() < deadline) {
            long passed = database.number(PASSED);
            if (passed >= position) {
                return passed;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IllegalStateException("The read model is not rebuilt\n" + server.lastOutput());
    }

    @Override
    public void close() {
        server.close();
    }
}
