package io.docket.audit.log;

import static java.util.Objects.requireNonNull;

import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Connections for what reads events and tiles by plain JDBC, whose failures are told as Spring tells them. */
@Component
public final class LogDatabase {

    private final JdbcTemplate jdbc;

    LogDatabase(DataSource dataSource) {
        jdbc = new JdbcTemplate(dataSource);
    }

    /** Reads something; never {@code null}. */
    public <T> T read(ConnectionCallback<T> reading) {
        return requireNonNull(jdbc.execute(reading));
    }
}
