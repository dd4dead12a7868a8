package io.docket.platform.eventstore;

import static io.docket.platform.testing.TestDatabase.PATIENCE;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import io.docket.platform.testing.Wire;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes, of which one is played. */
class LogSignalIntegrationTest {

    /** Many times as long as it takes to look, where one has to look. */
    private static final Duration QUIET = Duration.ofMillis(400);

    private final AtomicInteger looks = new AtomicInteger();

    private TestDatabase database;
    private Wire wire;
    private HikariDataSource pool;
    private LogSignal signal;

    @BeforeEach
    void listen() {
        database = TestDatabase.create(Database.POSTGRESQL);
        wire = database.newWire();
        pool = database.newPool();
        pool.setJdbcUrl(pool.getJdbcUrl().replaceFirst("localhost:\\d+", "localhost:" + wire.port()));
        signal = new LogSignal(pool, looks::incrementAndGet, "me");
        signal.start();
        awaitQuiet();
    }

    @AfterEach
    void close() {
        signal.stop();
        pool.close();
        wire.close();
        database.close();
    }

    @Test
    void anAppendOfAnotherProcessHasTheTailReadAndOursDoesNot() {
        // Now and then it is read in any case.
        await().atMost(PATIENCE).until(() -> {
            int quiet = looks.get();
            appended("me");
            awaitQuiet();
            return looks.get() == quiet;
        });

        int before = looks.get();
        appended("another");
        await().atMost(PATIENCE).until(() -> looks.get() > before);
    }

    @Test
    void whileNothingIsHeardTheTailIsReadAgainAndAgainUntilItIsHeardAgain() {
        int before = looks.get();

        wire.cut();
        await().atMost(PATIENCE).until(() -> looks.get() > before + 10);

        wire.mend();
        awaitQuiet();
        int quiet = looks.get();
        appended("another");
        await().atMost(PATIENCE).until(() -> looks.get() > quiet);
    }

    private void awaitQuiet() {
        var last = new AtomicInteger();
        await().during(QUIET).atMost(PATIENCE).until(() -> {
            int now = looks.get();
            return now > 0 && last.getAndSet(now) == now;
        });
    }

    private void appended(String appender) {
        database.jdbc()
                .sql("select pg_notify(?, ?)")
                .params(LogSignal.CHANNEL, appender)
                .query((row, number) -> row.getObject(1))
                .list();
    }
}
