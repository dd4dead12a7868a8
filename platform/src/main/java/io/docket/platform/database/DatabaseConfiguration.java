package io.docket.platform.database;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Bean
    static ConnectionLimits connectionLimits() {
        return new ConnectionLimits();
    }

    @Bean
    NodeId nodeId() {
        return NodeId.random();
    }

    @Bean
    DatabaseTime databaseTime() {
        return new DatabaseTime();
    }

    @Bean
    DatabaseWatch databaseWatch(HikariDataSource dataSource, DatabaseTime time) {
        return new DatabaseWatch(dataSource, time);
    }

    /** A migration may take longer than anything else, and another process may have to wait for it. */
    @Bean
    FlywayConfigurationCustomizer migrationsTakeTheirTime(DataSource dataSource) {
        return flyway -> {
            if (flyway.getDataSource() == dataSource
                    && dataSource instanceof HikariDataSource pool
                    && ConnectionLimits.isPostgreSql(pool)) {
                var connections =
                        new DriverManagerDataSource(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
                connections.setConnectionProperties(ConnectionLimits.driverProperties(TimeLimits.MIGRATION));
                flyway.dataSource(connections);
            }
        };
    }
}
