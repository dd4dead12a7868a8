package io.docket.platform.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Asks the database once a second whether it is there and what time it has, over a connection of its own, which waits for
 * nobody. When it stops answering, and when it answers again, there is one line in the log.
 */
public final class DatabaseWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HikariConfig configuration = new HikariConfig();
    private final DatabaseTime time;
    private final boolean hasTimeOfItsOwn;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private volatile long answeredAt;
    private volatile long lostAt;
    private volatile @Nullable String fault = "It has not been asked yet";
    private volatile @Nullable Thread thread;

    DatabaseWatch(HikariDataSource application, DatabaseTime time) {
        application.copyStateTo(configuration);
        configuration.setPoolName("database-watch");
        configuration.setMinimumIdle(0);
        configuration.setMaximumPoolSize(1);
        configuration.setConnectionTimeout(PATIENCE.toMillis());
        configuration.setInitializationFailTimeout(-1);
        configuration.setMetricRegistry(null);
        configuration.setMetricsTrackerFactory(null);
        hasTimeOfItsOwn = ConnectionLimits.isPostgreSql(configuration);
        if (hasTimeOfItsOwn) {
            // The state that was copied shares its properties with the pool that it was copied from.
            var properties = new Properties();
            properties.putAll(configuration.getDataSourceProperties());
            properties.putAll(ConnectionLimits.driverProperties(PATIENCE));
            configuration.setDataSourceProperties(properties);
        }
        this.time = time;
    }

    /** Whether the database has answered lately. */
    public boolean answers() {
        return fault == null;
    }

    /** For how long the database has been answering without a break; zero if it does not. */
    public Duration answersFor() {
        return answers() ? Duration.ofNanos(System.nanoTime() - answeredAt) : Duration.ZERO;
    }

    /** Whether other processes can be on it; an embedded one is this process's own. */
    public boolean isShared() {
        return hasTimeOfItsOwn;
    }

    /** Why the database does not answer; nothing if it does. */
    @Nullable
    String fault() {
        return fault;
    }

    /** Has something done after each look at the database, at once. */
    public void afterEachLook(Runnable listener) {
        listeners.add(listener);
    }

    private void watch(HikariDataSource connections) {
        try (connections) {
            JdbcClient jdbc = JdbcClient.create(connections);
            while (Thread.currentThread() == thread) {
                look(jdbc);
                listeners.forEach(this::tell);
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            LOG.debug("Stopped", e);
        }
    }

    private void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | Error e) {
            LOG.error("What is to be done each second failed", e);
        }
    }

    private void look(JdbcClient jdbc) {
        try {
            long askedAt = System.nanoTime();
            if (hasTimeOfItsOwn) {
                OffsetDateTime told = jdbc.sql("select clock_timestamp()")
                        .query(OffsetDateTime.class)
                        .single();
                time.observe(told.toInstant(), askedAt, System.nanoTime());
            } else {
                jdbc.sql("select 1").query(Integer.class).single();
            }
            found();
        } catch (DataAccessException e) {
            lost(e);
        } catch (RuntimeException | Error e) {
            LOG.error("The database cannot be watched", e);
            lost(e);
        }
    }

    private void found() {
        if (fault == null) {
            return;
        }
        answeredAt = System.nanoTime();
        fault = null;
        if (lostAt != 0) {
            LOG.info(
                    "The database answers again, after {} s",
                    Duration.ofNanos(answeredAt - lostAt).toSeconds());
        }
    }

    private void lost(Throwable cause) {
        if (fault == null) {
            lostAt = System.nanoTime();
            LOG.warn("The database does not answer: {}", PassingFault.message(cause));
        }
        fault = PassingFault.message(cause);
    }

    @Override
    public void start() {
        var connections = new HikariDataSource(configuration);
        look(JdbcClient.create(connections));
        var watching = new Thread(() -> watch(connections), "database-watch");
        watching.setDaemon(true);
        thread = watching;
        watching.start();
    }

    @Override
    public void stop() {
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Starts before all that claims work, and needs the time for it. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
