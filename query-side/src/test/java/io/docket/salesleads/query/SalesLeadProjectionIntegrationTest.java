package io.docket.salesleads.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.common.api.Version;
import io.docket.platform.testing.RunningProjection;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.LeadStatus;
import io.docket.salesleads.api.SendingReason;
import io.docket.salesleads.api.event.SalesLeadAccepted;
import io.docket.salesleads.api.event.SalesLeadActivated;
import io.docket.salesleads.api.event.SalesLeadReceived;
import io.docket.salesleads.api.event.SalesLeadSentToCo;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SalesLeadProjectionIntegrationTest extends RunningProjection {

    private static final LeadId ID = SalesLeadEvolutionTest.ID;

    SalesLeadProjectionIntegrationTest() {
        super(SalesLeadProjection.class, SalesLeadProjection.NAME, "sales_lead_history");
    }

    @Override
    protected void given() {
        application()
                .publish(
                        "SalesLead",
                        ID.value(),
                        0,
                        new SalesLeadReceived(ID, SalesLeadEvolutionTest.LEAD),
                        new SalesLeadAccepted(ID, "BB-100", null),
                        new SalesLeadSentToCo(ID, "CO-1", SendingReason.REQUESTED_AT_ONCE),
                        new SalesLeadActivated(ID));
    }

    @Override
    protected Object everything() {
        return List.of(find(ID), versions());
    }

    private Optional<SalesLeadView> find(LeadId id) {
        return application().find(new FindSalesLead(id), SalesLeadView.class);
    }

    private List<Version<SalesLeadView>> versions() {
        return application()
                .ask(new FindSalesLeadHistory(ID, 3, by("version-num", true)), SalesLeadHistory.class)
                .versions()
                .items();
    }

    @Test
    void aLeadIsFoundAsItStandsAndAsItStood() {
        assertThat(find(new LeadId("lead-2"))).isEmpty();
        SalesLeadView found = find(ID).orElseThrow();
        assertThat(found.status()).isEqualTo(LeadStatus.ACTIVATED);
        assertThat(versions())
                .extracting(Version::change)
                .containsExactly(
                        "sales-lead-received", "sales-lead-accepted", "sales-lead-sent-to-co", "sales-lead-activated");
        assertThat(versions()).extracting(Version::position).containsExactly(1L, 2L, 3L, 4L);
        assertThat(versions().get(3).view()).isEqualTo(found);
    }
}
