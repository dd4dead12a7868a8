package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A PostgreSQL server, as durable as in production, that can be stopped and started again. */
final class PostgreSqlServer implements AutoCloseable {

    /** How to stop. */
    enum Stop {
        /** Rolls open transactions back. */
        FAST("INT"),

        /** As by a crash: the next start reads the log of the database. */
        IMMEDIATE("QUIT");

        private final String signal;

        Stop(String signal) {
            this.signal = signal;
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicInteger databases = new AtomicInteger();
    private final EmbeddedPostgres embedded;
    private final Database main;
    private final List<String> command;

    private volatile ProcessHandle postmaster;

    private PostgreSqlServer(EmbeddedPostgres embedded) throws IOException {
        this.embedded = embedded;
        main = database("postgres");
        assertThat(main.query("show fsync")).containsExactly("on");
        assertThat(main.query("show synchronous_commit")).containsExactly("on");
        postmaster = runningPostmaster();
        command = command(postmaster);
    }

    /** Starts it; it ends with this process at the latest. */
    static PostgreSqlServer start() {
        try {
            return new PostgreSqlServer(EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    // The server does not notice that a silent connection has nobody at its other end.
                    .setServerConfig("max_connections", "400")
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that starts all others, and takes new connections. */
    private ProcessHandle runningPostmaster() throws IOException {
        Path file = Path.of(main.query("show data_directory").get(0), "postmaster.pid");
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0))).orElseThrow();
    }

    /** The server does not run as root. */
    private static List<String> command(ProcessHandle postmaster) throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        String line = Files.readString(Path.of("/proc", String.valueOf(postmaster.pid()), "cmdline"));
        command.addAll(List.of(line.split("\0")));
        return command;
    }

    Database newDatabase() {
        String name = "docket_" + databases.incrementAndGet();
        main.execute(List.of("create database " + name));
        return database(name);
    }

    /** A database with all that another one holds, to which nobody may be connected any more. */
    Database copyOf(Database original) {
        String from = original.url().replaceAll(".*/([^?]*).*", "$1");
        main.execute(List.of("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + from + "'"));
        String name = "docket_" + databases.incrementAndGet();
        main.execute(List.of("create database " + name + " template " + from));
        return database(name);
    }

    private Database database(String name) {
        return new Database(embedded.getJdbcUrl("postgres", name), "postgres", "postgres");
    }

    /** Stops it, and waits until it has ended. */
    void stop(Stop how) {
        Signals.send(how.signal, List.of(postmaster));
        await("the end of PostgreSQL").atMost(PATIENCE).until(() -> !postmaster.isAlive());
    }

    /** Starts it again where it was, and waits until it answers. */
    void startAgain() {
        try {
            postmaster = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .toHandle();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("PostgreSQL")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> main.query("select 1").size() == 1);
    }

    /** The process that takes new connections. */
    ProcessHandle postmaster() {
        return postmaster;
    }

    /** All processes of the server, first the one that starts the others. */
    List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    }

    /** The process that serves the connection which appended events last. */
    ProcessHandle appending(Database database) {
        String pid = database.query("select pid from pg_stat_activity where datname = current_database()"
                        + " and query ilike '%domain_event%' and pid <> pg_backend_pid()"
                        + " order by query ilike 'insert%' desc, state_change desc limit 1")
                .get(0);
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    @Override
    public void close() {
        try {
            embedded.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
