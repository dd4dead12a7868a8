package io.docket.platform.testing;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A fresh database with all tables that the class path has migrations for: H2 in memory, or a database of its own on a
 * PostgreSQL server that all tests of the JVM share.
 */
public final class TestDatabase implements AutoCloseable {

    /** How long a test waits for what should happen at once. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The file with the master key of all databases of the JVM; it is made when it is first needed. */
    public static final Path MASTER_KEYS = masterKeys();

    private static final String H2_OPTIONS =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;OPTIMIZE_REUSE_RESULTS=0;DB_CLOSE_ON_EXIT=FALSE";
    private static final int POOL_SIZE = 20;
    private static final String LATEST = "latest";

    private final String url;
    private final String username;
    private final HikariDataSource dataSource;

    private static Path masterKeys() {
        try {
            Path folder = Files.createTempDirectory("docket-keys");
            folder.toFile().deleteOnExit();
            Path file = folder.resolve("docket.master-keys");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestDatabase(String url, String username) {
        this.url = url;
        this.username = username;
        dataSource = newPool();
    }

    private TestDatabase migrate(String target) {
        Flyway.configure().dataSource(dataSource).target(target).load().migrate();
        return this;
    }

    /** Migrates it from an older version to today's. */
    public void migrate() {
        migrate(LATEST);
    }

    /** A fresh database; on PostgreSQL, one that may lose what it acknowledged if its server is killed. */
    public static TestDatabase create(Database database) {
        return create(database, LATEST);
    }

    /** The same as an older version left it. */
    public static TestDatabase create(Database database, String version) {
        return empty(database).migrate(version);
    }

    private static TestDatabase empty(Database database) {
        return switch (database) {
            case H2 -> new TestDatabase("jdbc:h2:mem:" + UUID.randomUUID() + H2_OPTIONS + ";DB_CLOSE_DELAY=-1", "sa");
            case POSTGRESQL -> onServer(ForgetfulServer.POSTGRES);
        };
    }

    private static TestDatabase onServer(EmbeddedPostgres server) {
        String name = "test_" + UUID.randomUUID().toString().replace('-', '_');
        var administration = new DriverManagerDataSource(server.getJdbcUrl("postgres", "postgres"));
        JdbcClient.create(administration).sql("create database " + name).update();
        return new TestDatabase(
                "jdbc:postgresql://localhost:" + server.getPort() + "/" + name + "?reWriteBatchedInserts=true",
                "postgres");
    }

    private static EmbeddedPostgres startServer() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setPGStartupWait(Duration.ofMinutes(1))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A pool of connections, closed with the database. */
    public HikariDataSource dataSource() {
        return dataSource;
    }

    /** Another pool of connections, such as another process would have; the caller closes it. */
    public HikariDataSource newPool() {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername(username);
        pool.setPassword("");
        pool.setMinimumIdle(1);
        pool.setMaximumPoolSize(POOL_SIZE);
        return pool;
    }

    /** Statements, each in a transaction of its own. */
    public JdbcClient jdbc() {
        return JdbcClient.create(dataSource);
    }

    /** The Spring properties that make an application use this database. */
    public Map<String, Object> properties() {
        return Map.of(
                "spring.datasource.url", url,
                "spring.datasource.username", username,
                "spring.datasource.password", "");
    }

    /** The same properties, by another way to the server. */
    public Map<String, Object> properties(Wire wire) {
        Map<String, Object> properties = new HashMap<>(properties());
        properties.put("spring.datasource.url", url.replaceFirst("localhost:\\d+", "localhost:" + wire.port()));
        return properties;
    }

    /** A way of one's own to the PostgreSQL server. */
    public Wire newWire() {
        return Wire.to(URI.create(url.substring("jdbc:".length())).getPort());
    }

    @Override
    public void close() {
        if (url.startsWith("jdbc:h2:")) {
            jdbc().sql("shutdown").update();
        }
        dataSource.close();
    }

    private static final class ForgetfulServer {
        static final EmbeddedPostgres POSTGRES = startServer();
    }

    /** From the next connection on, the time of the PostgreSQL database is behind that of everybody else. */
    public void putBack(Duration difference) {
        jdbc().sql("create function public.clock_timestamp() returns timestamp with time zone language sql volatile "
                        + "as $$ select pg_catalog.clock_timestamp() - interval '" + difference + "' $$")
                .update();
        String name =
                jdbc().sql("select current_database()").query(String.class).single();
        jdbc().sql("alter database " + name + " set search_path = public, pg_catalog")
                .update();
    }
}
