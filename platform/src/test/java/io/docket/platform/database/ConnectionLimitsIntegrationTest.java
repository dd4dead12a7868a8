package io.docket.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ConnectionLimitsIntegrationTest {

    @Test
    void theyHoldWhateverTheAddressSays() {
        try (var database = TestDatabase.create(Database.POSTGRESQL);
                HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(database.properties().get("spring.datasource.url") + "&options=-c%20statement_timeout=0");
            pool.setUsername("postgres");
            new ConnectionLimits().postProcessAfterInitialization(pool, "any");
            JdbcClient jdbc = JdbcClient.create(pool);

            assertThat(setting(jdbc, "statement_timeout")).isEqualTo("6s");
            assertThat(setting(jdbc, "lock_timeout")).isEqualTo("5s");
            assertThat(setting(jdbc, "idle_in_transaction_session_timeout")).isEqualTo("4s");
            assertThat(setting(jdbc, "transaction_timeout")).isEqualTo("20s");
            assertThat(setting(jdbc, "idle_session_timeout")).isEqualTo("90s");
            assertThat(setting(jdbc, "tcp_keepalives_idle")).isEqualTo("5");
            assertThat(pool.getDataSourceProperties())
                    .containsEntry("socketTimeout", "8")
                    .containsEntry("connectTimeout", "3")
                    .containsEntry("tcpKeepAlive", "true");
        }
    }

    @Test
    void whatARowHoldsStandsInNoMessage() {
        try (var database = TestDatabase.create(Database.POSTGRESQL);
                HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(String.valueOf(database.properties().get("spring.datasource.url")));
            pool.setUsername("postgres");
            new ConnectionLimits().postProcessAfterInitialization(pool, "any");
            JdbcClient jdbc = JdbcClient.create(pool);
            jdbc.sql("create table people (name text primary key)").update();
            jdbc.sql("insert into people values ('Mileva Grujic')").update();

            assertThatThrownBy(() -> jdbc.sql("insert into people values ('Mileva Grujic')")
                            .update())
                    .rootCause()
                    .message()
                    .contains("people_pkey")
                    .doesNotContain("Mileva");
        }
    }

    private static String setting(JdbcClient jdbc, String name) {
        return jdbc.sql("select current_setting(?)")
                .param(name)
                .query(String.class)
                .single();
    }
}
