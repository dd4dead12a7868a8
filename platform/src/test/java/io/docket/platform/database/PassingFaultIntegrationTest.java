package io.docket.platform.database;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class PassingFaultIntegrationTest {

    /** From the fifth time on the server keeps a statement prepared. */
    private static final int TIMES = 10;

    /** As while processes are replaced one after the other by a newer version. */
    @Test
    void aColumnThatIsAddedMeanwhileIsAFaultThatPasses() {
        try (var database = TestDatabase.create(Database.POSTGRESQL);
                HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(String.valueOf(database.properties().get("spring.datasource.url")));
            pool.setUsername("postgres");
            pool.setMaximumPoolSize(1);
            new ConnectionLimits().postProcessAfterInitialization(pool, "any");
            JdbcClient jdbc = JdbcClient.create(pool);
            var transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
            int connection = connection(jdbc);
            jdbc.sql("create table growing (id integer)").update();
            jdbc.sql("insert into growing values (1)").update();
            for (int time = 0; time < TIMES; time++) {
                assertThat(read(jdbc, transaction)).hasSize(1);
            }

            JdbcClient.create(new DriverManagerDataSource(pool.getJdbcUrl(), "postgres", ""))
                    .sql("alter table growing add column more integer")
                    .update();

            Throwable failure = catchThrowable(() -> read(jdbc, transaction));
            assertThat(failure).hasStackTraceContaining("cached plan must not change result type");
            assertThat(PassingFault.causes(failure)).isTrue();
            assertThat(read(jdbc, transaction)).hasSize(1);
            assertThat(connection(jdbc)).as("the connection").isEqualTo(connection);
        }
    }

    private static int connection(JdbcClient jdbc) {
        return jdbc.sql("select pg_backend_pid()").query(Integer.class).single();
    }

    private static List<Map<String, Object>> read(JdbcClient jdbc, TransactionTemplate transaction) {
        return requireNonNull(transaction.execute(
                status -> jdbc.sql("select * from growing").query().listOfRows()));
    }
}
