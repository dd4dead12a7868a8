package io.docket.salesleads.command.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.Database;
import io.docket.platform.testing.MutableClock;
import io.docket.platform.testing.TestDatabase;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.command.partner.CommunicationOperator;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

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
