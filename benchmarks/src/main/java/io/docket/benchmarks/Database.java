package io.docket.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** A database of a PostgreSQL server that is as durable as in production: {@code fsync} and synchronous commits. */
final class Database implements AutoCloseable {

    /** Who asks; also the password. */
    static final String USER = "postgres";

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final Duration UNTIL_STARTED = Duration.ofMinutes(1);

    private final EmbeddedPostgres server;
    private final String name;

    private Database(EmbeddedPostgres server, String name) {
        this.server = server;
        this.name = name;
    }

    static {
        // It tells each line that the server prints.
        ((Logger) LoggerFactory.getLogger(EmbeddedPostgres.class)).setLevel(Level.WARN);
    }

    /** Starts a server of its own. */
    static Database start(String name) {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setPGStartupWait(UNTIL_STARTED)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("shared_buffers", "512MB")
                    .setServerConfig("max_wal_size", "4GB")
                    .setServerConfig("maintenance_work_mem", "512MB")
                    .setServerConfig("max_connections", "300")
                    .start();
            var database = new Database(server, "postgres");
            database.execute("create database " + name);
            return new Database(server, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return server.getJdbcUrl(USER, name);
    }

    int port() {
        return server.getPort();
    }

    String name() {
        return name;
    }

    /** How much of a core the server's processes that there are now have used since their start. */
    Duration cpu() {
        ProcessHandle process = ProcessHandle.of(
                        number("select min(pid) from pg_stat_activity where pid <> pg_backend_pid()"))
                .flatMap(ProcessHandle::parent)
                .orElseThrow();
        return Stream.concat(Stream.of(process), process.children())
                .flatMap(one -> one.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url(), USER, USER);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long number(String sql) {
        try (Connection connection = DriverManager.getConnection(url(), USER, USER);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until a number is as large as that, for which a process of Docket's sees. */
    void await(String sql, long atLeast, Server server) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (number(sql) < atLeast) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Not " + atLeast + ": " + sql + "\n" + server.lastOutput());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** The first column of all rows. */
    List<String> texts(String sql) {
        try (Connection connection = DriverManager.getConnection(url(), USER, USER);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
