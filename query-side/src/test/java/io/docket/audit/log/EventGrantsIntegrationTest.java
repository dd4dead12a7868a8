package io.docket.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.platform.testing.Database;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.MetaDataAccessException;

/** The application's role, which owns its tables and is no superuser's. */
class EventGrantsIntegrationTest {

    private final LogOnDatabase log = new LogOnDatabase(Database.POSTGRESQL);
    private final String role = "docket_" + UUID.randomUUID().toString().replace('-', '_');

    private DriverManagerDataSource application;

    @BeforeEach
    void makeRole() {
        log.append(1, 3);
        JdbcClient owner = log.database.jdbc();
        owner.sql("create role " + role + " login password 'secret'").update();
        owner.sql("grant usage on schema public to " + role).update();
        for (String table : List.of("domain_event", "encryption_of_older_events")) {
            owner.sql("alter table " + table + " owner to " + role).update();
        }
        application = new DriverManagerDataSource(log.database.dataSource().getJdbcUrl(), role, "secret");
    }

    @AfterEach
    void close() {
        log.close();
    }

    private JdbcClient jdbc() {
        return JdbcClient.create(application);
    }

    private void revoke() throws MetaDataAccessException {
        new EventGrants(application, new FinalEvents(jdbc())).revoke();
    }

    private void assertRefused(String sql) {
        assertThatThrownBy(() -> jdbc().sql(sql).update())
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("permission denied for table domain_event");
    }

    @Test
    void theApplicationGivesUpItsRightsToChangeEvents() throws MetaDataAccessException {
        assertThat(jdbc().sql("update domain_event set type = type").update()).isEqualTo(3);

        revoke();

        assertRefused("update domain_event set type = 'Other'");
        assertRefused("delete from domain_event");
        assertRefused("truncate domain_event");
        assertThat(jdbc().sql("insert into domain_event select 4, 'event-4', 'WI4', 0, type, time_stamp, payload_type, "
                                + "payload_revision, payload, meta_data from domain_event where global_index = 1")
                        .update())
                .isEqualTo(1);
        revoke();
    }

    @Test
    void itMayChangeThemAsLongAsOlderOnesAreStillToBeEncrypted() throws MetaDataAccessException {
        jdbc().sql("update encryption_of_older_events set done_position = 1, last_position = 3")
                .update();
        revoke();

        assertThat(jdbc().sql("update domain_event set type = type").update()).isEqualTo(3);
        assertRefused("delete from domain_event");

        jdbc().sql("update encryption_of_older_events set done_position = 3").update();
        revoke();
        assertRefused("update domain_event set type = type");
    }
}
