package io.docket.salesleads.command.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.platform.testing.Database;
import io.docket.platform.testing.MutableClock;
import io.docket.platform.testing.TestDatabase;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.command.partner.CommunicationOperator;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

@ParameterizedClass
@EnumSource(Database.class)
class LeadsOnTheirWayIntegrationTest {

    private static final LeadId LEAD = new LeadId("LEAD-1");

    private final MutableClock clock = new MutableClock();
    private final TestDatabase database;
    private final LeadsOnTheirWay leads;
    private final CommunicationOperator.Placing here;
    private final CommunicationOperator.Placing elsewhere;

    LeadsOnTheirWayIntegrationTest(Database kind) {
        database = TestDatabase.create(kind);
        leads = new LeadsOnTheirWay(database.jdbc(), clock);
        here = leads.placing(LEAD);
        elsewhere = new LeadsOnTheirWay(database.jdbc(), clock).placing(LEAD);
    }

    @BeforeEach
    void add() {
        leads.add(LEAD);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anOrderIsPlacedByOneAttemptAtATime() {
        assertThat(here.begin()).isTrue();
        assertThat(elsewhere.begin()).isFalse();

        clock.advance(LeadsOnTheirWay.UNCERTAIN.minus(Duration.ofMillis(1)));
        assertThat(elsewhere.begin()).isFalse();

        clock.advance(Duration.ofMillis(1));
        assertThat(elsewhere.begin()).isTrue();
        assertThat(here.begin()).isFalse();
    }

    @Test
    void anOrderIsPlacedAgainAtOnceIfTheAttemptHasFailed() {
        here.begin();
        here.failed();

        assertThat(elsewhere.begin()).isTrue();
    }

    @Test
    void anAttemptThatHasFailedTakesBackNoOtherOne() {
        here.begin();
        clock.advance(LeadsOnTheirWay.UNCERTAIN);
        elsewhere.begin();

        here.failed();

        assertThat(leads.placing(LEAD).begin()).isFalse();
    }

    @Test
    void anAttemptOfWhichItIsNotKnownWhetherItIsNotedIsNotMadeAndTakenBackAsSoonAsCanBe() {
        JdbcClient deaf = deafAfterItsFirstStatement();
        var leadsHere = new LeadsOnTheirWay(deaf, clock);

        assertThatThrownBy(leadsHere.placing(LEAD)::begin).isInstanceOf(QueryTimeoutException.class);
        assertThat(elsewhere.begin()).isFalse();

        leadsHere.takeBackFailed();
        assertThat(elsewhere.begin()).isTrue();
    }

    /** Its first statement is carried out and not answered, the next one fails, and then it works. */
    private JdbcClient deafAfterItsFirstStatement() {
        var statements = new AtomicInteger();
        var dataSource = new DelegatingDataSource(database.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                if (statements.incrementAndGet() == 2) {
                    throw new SQLTimeoutException("Away");
                }
                return super.getConnection();
            }
        };
        return JdbcClient.create(new JdbcTemplate(dataSource) {
            @Override
            public int update(PreparedStatementCreator statement) {
                int updated = super.update(statement);
                if (statements.get() == 1) {
                    throw new QueryTimeoutException("Not answered");
                }
                return updated;
            }
        });
    }

    @Test
    void anOrderThatIsThereIsNotPlaced() {
        leads.looked(LEAD, "CO-7");

        assertThat(here.begin()).isFalse();
    }

    @Test
    void anOrderIsNotPlacedForALeadThatHasItsOutcome() {
        leads.remove(LEAD);

        assertThat(here.begin()).isFalse();
    }
}
