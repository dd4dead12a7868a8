package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL server for all tests, as durable as in production. Each asks for a database of its own. */
final class PostgreSql {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private PostgreSql() {}

    static Database newDatabase() {
        EmbeddedPostgres server = Running.SERVER;
        var main = new Database(server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
        assertThat(main.query("show fsync")).containsExactly("on");
        assertThat(main.query("show synchronous_commit")).containsExactly("on");
        String name = "docket_" + DATABASES.incrementAndGet();
        main.execute(List.of("create database " + name));
        return new Database(server.getJdbcUrl("postgres", name), "postgres", "postgres");
    }

    /** Started when first asked for; it ends with this process. */
    private static final class Running {

        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
