package io.docket.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class SideRightsIntegrationTest {

    /** Its owner could give the query side no tables, and would not start. */
    @Test
    void aDatabaseOfSomebodyElseOnTheServerOfTheSidesIsLeftAsItIs() {
        try (var database = TestDatabase.create(Database.POSTGRESQL)) {
            JdbcClient server = database.jdbc();
            server.sql("create role somebody_else login").update();
            server.sql("create database of_somebody_else owner somebody_else").update();
            server.sql("create role docket_command").update();
            server.sql("create role docket_query").update();
            try {
                String url = String.valueOf(database.properties().get("spring.datasource.url"))
                        .replaceFirst("/test_[^?]*", "/of_somebody_else");
                var theirs = new DriverManagerDataSource(url, "somebody_else", "");

                Flyway.configure()
                        .dataSource(theirs)
                        .callbacks(new SideRights())
                        .load()
                        .migrate();

                assertThat(JdbcClient.create(theirs)
                                .sql("select has_table_privilege('docket_query', 'domain_event', 'select')")
                                .query(Boolean.class)
                                .single())
                        .isFalse();
            } finally {
                server.sql("drop role docket_command").update();
                server.sql("drop role docket_query").update();
            }
        }
    }
}
