package io.docket.platform.database;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** For statements that may take longer than anything else: migrations, and indexes of large tables. */
public final class LongStatements {

    private final DataSource connections;

    LongStatements(DataSource dataSource) {
        if (dataSource instanceof HikariDataSource pool && ConnectionLimits.isPostgreSql(pool)) {
            var patient = new DriverManagerDataSource(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
            patient.setConnectionProperties(ConnectionLimits.driverProperties(TimeLimits.MIGRATION));
            connections = patient;
        } else {
            connections = dataSource;
        }
    }

    /** Connections without limits of the server; each is made when it is asked for. */
    public DataSource connections() {
        return connections;
    }
}
