package io.docket.salesleads.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.common.api.Paging;
import io.docket.common.api.Version;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.LeadStatus;
import io.docket.salesleads.api.SendingReason;
import io.docket.salesleads.api.event.SalesLeadAccepted;
import io.docket.salesleads.api.event.SalesLeadActivated;
import io.docket.salesleads.api.event.SalesLeadReceived;
import io.docket.salesleads.api.event.SalesLeadSentToCo;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SalesLeadProjectionIntegrationTest {

    private static final LeadId ID = SalesLeadEvolutionTest.ID;

    @ParameterizedTest
    @EnumSource(Database.class)
    void aLeadIsFoundAsItStandsAndAsItStood(Database kind) {
        try (TestDatabase database = TestDatabase.create(kind);
                TestApplication application = TestApplication.start(database, SalesLeadProjection.class)) {
            application.publish(
                    "SalesLead",
                    ID.value(),
                    0,
                    new SalesLeadReceived(ID, SalesLeadEvolutionTest.LEAD),
                    new SalesLeadAccepted(ID, "BB-100", null),
                    new SalesLeadSentToCo(ID, "CO-1", SendingReason.REQUESTED_AT_ONCE));
            application.publish("SalesLead", ID.value(), 3, new SalesLeadActivated(ID));
            application.awaitProjections();

            assertThat(find(application, new LeadId("lead-2"))).isEmpty();
            SalesLeadView found = find(application, ID).orElseThrow();
            assertThat(found.status()).isEqualTo(LeadStatus.ACTIVATED);
            List<Version<SalesLeadView>> versions = versions(application);
            assertThat(versions)
                    .extracting(Version::change)
                    .containsExactly(
                            "sales-lead-received",
                            "sales-lead-accepted",
                            "sales-lead-sent-to-co",
                            "sales-lead-activated");
            assertThat(versions).extracting(Version::position).containsExactly(1L, 2L, 3L, 4L);
            assertThat(versions.get(3).view()).isEqualTo(found);

            application.replay(SalesLeadProjection.NAME);
            assertThat(find(application, ID)).contains(found);
            application.rebuild(SalesLeadProjection.NAME, "sales_lead_history");
            assertThat(find(application, ID)).contains(found);
            assertThat(versions(application)).isEqualTo(versions);
        }
    }

    private static Optional<SalesLeadView> find(TestApplication application, LeadId id) {
        return application.find(new FindSalesLead(id), SalesLeadView.class);
    }

    private static List<Version<SalesLeadView>> versions(TestApplication application) {
        var history = new FindSalesLeadHistory(ID, 3, new Paging(1, 100, "version-num", true));
        return application.ask(history, SalesLeadHistory.class).versions().items();
    }
}
