package io.docket.platform.eventstore;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Has the tail of the log read when another process has appended: every append is told to all with its commit
 * ({@code NOTIFY}). While that cannot be heard, since the database does not answer or connections lead through a proxy that
 * keeps no sessions, the tail is looked at twenty times a second instead. An embedded database has one process, which tells
 * itself.
 */
final class LogSignal implements SmartLifecycle {

    static final String CHANNEL = "docket_log";

    private static final Logger LOG = LoggerFactory.getLogger(LogSignal.class);

    /** How long a signal of our own may take to come back. */
    private static final Duration ECHO = Duration.ofSeconds(1);

    private static final Duration BETWEEN_ECHOES = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int LOOKS = 20;

    private final HikariConfig configuration = new HikariConfig();
    private final Runnable readTail;
    private final String appender;
    private final boolean isNeeded;

    private boolean told;
    private volatile @Nullable Thread thread;

    /**
     * Signals over a connection of its own.
     *
     * @param readTail has the tail of the log read
     * @param appender whose signals are of this process, which knows of its own appends already
     */
    LogSignal(HikariDataSource application, Runnable readTail, String appender) {
        application.copyStateTo(configuration);
        configuration.setPoolName("log-signal");
        configuration.setMinimumIdle(0);
        configuration.setMaximumPoolSize(1);
        configuration.setMaxLifetime(0);
        configuration.setInitializationFailTimeout(-1);
        configuration.setMetricRegistry(null);
        configuration.setMetricsTrackerFactory(null);
        this.readTail = readTail;
        this.appender = appender;
        isNeeded = isPostgreSql(application);
    }

    static boolean isPostgreSql(HikariConfig pool) {
        return pool.getJdbcUrl() != null && pool.getJdbcUrl().startsWith("jdbc:postgresql:");
    }

    private void run() {
        try (var connections = new HikariDataSource(configuration)) {
            while (isRunning()) {
                try (Connection connection = connections.getConnection()) {
                    listen(connection);
                } catch (SQLException | RuntimeException e) {
                    LOG.debug("Signals cannot be heard now", e);
                }
                lookForAWhile();
            }
        }
    }

    /** For as long as our own signals are heard. */
    private void listen(Connection connection) throws SQLException {
        PGConnection signals = connection.unwrap(PGConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
        }
        while (isRunning() && isEchoed(connection, signals)) {
            told = false;
            // What was appended before this was heard.
            readTail.run();
            long echoedAt = System.nanoTime();
            while (isRunning() && System.nanoTime() - echoedAt < BETWEEN_ECHOES.toNanos()) {
                hear(signals, BETWEEN_ECHOES, "");
            }
        }
        if (isRunning() && !told) {
            told = true;
            LOG.warn(
                    "PostgreSQL's notifications do not get through: each process looks for what others append 20 times a "
                            + "second. Connect without a proxy that pools transactions.");
        }
    }

    private boolean isEchoed(Connection connection, PGConnection signals) throws SQLException {
        String echo = appender + " " + System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement("select pg_notify(?, ?)")) {
            statement.setString(1, CHANNEL);
            statement.setString(2, echo);
            statement.execute();
        }
        long askedAt = System.nanoTime();
        while (System.nanoTime() - askedAt < ECHO.toNanos()) {
            if (hear(signals, ECHO, echo)) {
                return true;
            }
        }
        return false;
    }

    /** Waits for signals, and has the tail read if another process has sent one. */
    private boolean hear(PGConnection signals, Duration patience, String wanted) throws SQLException {
        boolean found = false;
        boolean others = false;
        PGNotification[] heard = signals.getNotifications((int) patience.toMillis());
        if (heard != null) {
            for (PGNotification signal : heard) {
                found |= signal.getParameter().equals(wanted);
                others |= !signal.getParameter().startsWith(appender);
            }
        }
        if (others) {
            readTail.run();
        }
        return found;
    }

    private void lookForAWhile() {
        for (int i = 0; i < LOOKS && isRunning(); i++) {
            readTail.run();
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    @Override
    public void start() {
        if (isNeeded) {
            var listening = new Thread(this::run, "log-signal");
            listening.setDaemon(true);
            thread = listening;
            listening.start();
        }
    }

    @Override
    public void stop() {
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
