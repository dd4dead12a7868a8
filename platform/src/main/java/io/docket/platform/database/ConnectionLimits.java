package io.docket.platform.database;

import static java.util.stream.Collectors.joining;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Puts the {@link TimeLimits} on every pool of connections. What is configured for a pool stays as it is; what only the
 * address names, such as other {@code options}, does not get around the limits.
 *
 * <p>The server's limits are set when a connection is made, not in its address: an address is what users replace. Those
 * that the server does not know yet are left out.
 */
final class ConnectionLimits implements BeanPostProcessor {

    private static final String POSTGRESQL = "jdbc:postgresql:";

    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final Duration PROBE_AGAIN = Duration.ofSeconds(2);
    private static final int PROBES = 3;

    private static final HikariConfig DEFAULTS = new HikariConfig();

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool && !pool.isRunning()) {
            limit(pool);
        }
        return bean;
    }

    static void limit(HikariConfig pool) {
        if (pool.getConnectionTimeout() == DEFAULTS.getConnectionTimeout()) {
            pool.setConnectionTimeout(TimeLimits.POOL.toMillis());
        }
        if (pool.getValidationTimeout() == DEFAULTS.getValidationTimeout()) {
            pool.setValidationTimeout(TimeLimits.VALIDATION.toMillis());
        }
        if (isPostgreSql(pool)) {
            pool.setKeepaliveTime(TimeLimits.KEEP_ALIVE.toMillis());
            driverProperties(TimeLimits.SOCKET)
                    .forEach((key, value) -> pool.getDataSourceProperties().putIfAbsent(key, value));
            if (pool.getConnectionInitSql() == null) {
                pool.setConnectionInitSql(serverLimits());
            }
            if (pool.getExceptionOverride() == null && pool.getExceptionOverrideClassName() == null) {
                pool.setExceptionOverride(new OutdatedStatement());
            }
        }
    }

    static boolean isPostgreSql(HikariConfig pool) {
        return pool.getJdbcUrl() != null && pool.getJdbcUrl().startsWith(POSTGRESQL);
    }

    /** The client's limits, with seconds where the driver wants seconds. */
    static Properties driverProperties(Duration socket) {
        var properties = new Properties();
        properties.setProperty("connectTimeout", seconds(TimeLimits.CONNECT));
        properties.setProperty("loginTimeout", seconds(TimeLimits.CONNECT));
        properties.setProperty("cancelSignalTimeout", seconds(TimeLimits.CONNECT));
        properties.setProperty("socketTimeout", seconds(socket));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("reWriteBatchedInserts", "true");
        // What a row holds does not belong into a message that may be logged.
        properties.setProperty("logServerErrorDetail", "false");
        return properties;
    }

    private static String seconds(Duration time) {
        return String.valueOf(time.toSeconds());
    }

    private static String serverLimits() {
        Map<String, Long> settings = new LinkedHashMap<>();
        settings.put("statement_timeout", TimeLimits.STATEMENT.toMillis());
        settings.put("lock_timeout", TimeLimits.LOCK.toMillis());
        settings.put("idle_in_transaction_session_timeout", TimeLimits.IDLE_IN_TRANSACTION.toMillis());
        settings.put("transaction_timeout", TimeLimits.TRANSACTION.toMillis());
        settings.put("idle_session_timeout", TimeLimits.IDLE_SESSION.toMillis());
        settings.put("tcp_keepalives_idle", PROBE.toSeconds());
        settings.put("tcp_keepalives_interval", PROBE_AGAIN.toSeconds());
        settings.put("tcp_keepalives_count", (long) PROBES);
        settings.put("tcp_user_timeout", TimeLimits.SOCKET.toMillis());
        String values = settings.entrySet().stream()
                .map(setting -> "('" + setting.getKey() + "', '" + setting.getValue() + "')")
                .collect(joining(", "));
        return "select set_config(name, wanted.setting, false) from (values " + values
                + ") as wanted (name, setting) join pg_settings using (name)";
    }
}
