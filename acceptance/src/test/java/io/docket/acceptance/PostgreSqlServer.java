package io.docket.acceptance;

import static java.util.Comparator.comparingInt;
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
import org.jspecify.annotations.Nullable;

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

    /** The server does not notice that a silent connection has nobody at its other end. */
    private static final String MOST_CONNECTIONS = "400";

    private final AtomicInteger databases = new AtomicInteger();
    private final int port;
    private final @Nullable EmbeddedPostgres embedded;
    private final List<String> command;
    private final Database main;

    private volatile ProcessHandle postmaster;

    private PostgreSqlServer(
            int port, @Nullable EmbeddedPostgres embedded, List<String> command, ProcessHandle postmaster) {
        this.port = port;
        this.embedded = embedded;
        this.command = command;
        this.postmaster = postmaster;
        main = database(port, "postgres");
        awaitAnswers();
        assertThat(main.query("show fsync")).containsExactly("on");
        assertThat(main.query("show synchronous_commit")).containsExactly("on");
    }

    /** Starts the one that the tests bring along; it ends with this process at the latest. */
    static PostgreSqlServer start() {
        try {
            EmbeddedPostgres embedded = EmbeddedPostgres.builder()
                    .setPort(Proxy.freePort())
                    .setPGStartupWait(PATIENCE)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", MOST_CONNECTIONS)
                    .start();
            ProcessHandle postmaster = runningPostmaster(database(embedded.getPort(), "postgres"));
            String line = Files.readString(Path.of("/proc", String.valueOf(postmaster.pid()), "cmdline"));
            return new PostgreSqlServer(embedded.getPort(), embedded, asNobody(line.split("\0")), postmaster);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts the newest one that is installed on this machine.
     *
     * @param folder where it keeps its data
     */
    static PostgreSqlServer startInstalled(Path folder) {
        try {
            int port = Proxy.freePort();
            String data = folder.resolve("postgresql").toString();
            String initdb = installed().resolve("initdb").toString();
            Process made = launch(asNobody(initdb, "-A", "trust", "-U", "postgres", "-E", "UTF-8", "-D", data));
            assertThat(made.waitFor()).as("%s", initdb).isZero();
            List<String> command = asNobody(
                    installed().resolve("postgres").toString(),
                    "-D",
                    data,
                    "-p",
                    String.valueOf(port),
                    "-c",
                    "max_connections=" + MOST_CONNECTIONS,
                    "-c",
                    "unix_socket_directories=");
            var server =
                    new PostgreSqlServer(port, null, command, launch(command).toHandle());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The process that starts all others, and takes new connections. */
    private static ProcessHandle runningPostmaster(Database main) throws IOException {
        Path file = Path.of(main.query("show data_directory").get(0), "postmaster.pid");
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0))).orElseThrow();
    }

    /** The folder of the programs of the newest PostgreSQL that is installed, as Debian has them. */
    static Path installed() throws IOException {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.max(comparingInt(version -> Integer.parseInt(String.valueOf(version.getFileName()))))
                    .orElseThrow()
                    .resolve("bin");
        }
    }

    /** The server does not run as root. */
    private static List<String> asNobody(String... command) {
        List<String> all = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            all.addAll(List.of("unshare", "-U"));
        }
        all.addAll(List.of(command));
        return all;
    }

    private static Process launch(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    Database newDatabase() {
        String name = "docket_" + databases.incrementAndGet();
        main.execute(List.of("create database " + name));
        return database(port, name);
    }

    Database newDatabaseWithRoles() {
        String name = "docket_" + databases.incrementAndGet();
        main.execute(List.of(
                "do $$ begin if not exists (select from pg_roles where rolname = 'docket') then "
                        + "create role docket login; end if; end $$",
                "create database " + name + " owner docket"));
        Database administered = database(port, name);
        try {
            administered.execute(List.of(Files.readString(Path.of("..", "deploy", "postgresql", "roles.sql"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // The address names the administrator, and what it names counts for more than who asks.
        return new Database(administered.url().replaceFirst("\\?.*", ""), "docket", "docket");
    }

    /** A database with all that another one holds, to which nobody may be connected any more. */
    Database copyOf(Database original) {
        String from = original.url().replaceAll(".*/([^?]*).*", "$1");
        main.execute(List.of("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + from + "'"));
        String name = "docket_" + databases.incrementAndGet();
        main.execute(List.of("create database " + name + " template " + from));
        return database(port, name);
    }

    private static Database database(int port, String name) {
        return new Database(
                "jdbc:postgresql://localhost:" + port + "/" + name + "?user=postgres", "postgres", "postgres");
    }

    /** Stops it, and waits until it has ended. */
    void stop(Stop how) {
        Signals.send(how.signal, List.of(postmaster));
        await("the end of PostgreSQL").atMost(PATIENCE).until(() -> !postmaster.isAlive());
    }

    /** Starts it again where it was, and waits until it answers. */
    void startAgain() {
        try {
            postmaster = launch(command).toHandle();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitAnswers();
    }

    private void awaitAnswers() {
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
        if (embedded == null) {
            if (postmaster.isAlive()) {
                stop(Stop.FAST);
            }
            return;
        }
        try {
            embedded.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
