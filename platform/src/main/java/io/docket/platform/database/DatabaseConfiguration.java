package io.docket.platform.database;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
    FlywayConfigurationCustomizer migrationsTakeTheirTime(DataSource dataSource, LongStatements longStatements) {
        return flyway -> {
            if (flyway.getDataSource() == dataSource) {
                flyway.dataSource(longStatements.connections());
            }
        };
    }

    @Bean
    SideRights sideRights() {
        return new SideRights();
    }

    @Bean
    LongStatements longStatements(DataSource dataSource) {
        return new LongStatements(dataSource);
    }
}
