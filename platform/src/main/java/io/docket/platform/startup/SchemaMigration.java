package io.docket.platform.startup;

import io.docket.platform.settings.InvalidSettingException;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/** Brings the tables up to date, and says so in one line. Who does not own them finds them up to date, or does not start. */
@Configuration(proxyBeanMethods = false)
class SchemaMigration {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaMigration.class);

    private static final String MAY_CHANGE = """
            select case when to_regclass('domain_event') is null then has_schema_privilege(current_schema(), 'create')
              else pg_has_role(current_user,
                (select relowner from pg_class where oid = to_regclass('domain_event')), 'usage') end""";

    @Bean
    FlywayMigrationStrategy migration() {
        return flyway -> {
            if (!mayChange(flyway.getConfiguration().getDataSource())) {
                requireUpToDate(flyway);
                return;
            }
            MigrateResult result = flyway.migrate();
            if (result.migrationsExecuted > 0) {
                LOG.info(
                        "The tables are at version {} now: {} migrations applied.",
                        result.targetSchemaVersion,
                        result.migrationsExecuted);
            }
        };
    }

    private static boolean mayChange(DataSource dataSource) {
        return !isPostgreSql(dataSource)
                || Boolean.TRUE.equals(new JdbcTemplate(dataSource).queryForObject(MAY_CHANGE, Boolean.class));
    }

    private static boolean isPostgreSql(DataSource dataSource) {
        try {
            return "PostgreSQL"
                    .equals(JdbcUtils.extractDatabaseMetaData(
                            dataSource, metaData -> metaData.getDatabaseProductName()));
        } catch (MetaDataAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void requireUpToDate(Flyway flyway) {
        MigrationInfo[] pending = flyway.info().pending();
        if (pending.length > 0) {
            throw new InvalidSettingException(
                    "The tables lack " + pending.length + " migrations, the last of them "
                            + Stream.of(pending)
                                    .reduce((one, next) -> next)
                                    .orElseThrow()
                                    .getVersion()
                            + ", and this process's database role does not own them.",
                    "Start one process with spring.flyway.user and .password of their owner: it brings them up to date.");
        }
    }
}
