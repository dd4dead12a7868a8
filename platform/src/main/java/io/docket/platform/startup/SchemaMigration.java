package io.docket.platform.startup;

import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings the tables up to date, and says so in one line. */
@Configuration(proxyBeanMethods = false)
class SchemaMigration {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaMigration.class);

    @Bean
    FlywayMigrationStrategy migration() {
        return flyway -> {
            MigrateResult result = flyway.migrate();
            if (result.migrationsExecuted > 0) {
                LOG.info(
                        "The tables are at version {} now: {} migrations applied.",
                        result.targetSchemaVersion,
                        result.migrationsExecuted);
            }
        };
    }
}
