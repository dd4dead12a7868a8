package io.docket.salesleads.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.salesleads.api.EndCustomer;
import io.docket.salesleads.api.Lead;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.LeadStatus;
import io.docket.salesleads.api.PersonalIdentityNumber;
import io.docket.salesleads.api.Product;
import io.docket.salesleads.api.RejectionReason;
import io.docket.salesleads.api.SendingReason;
import io.docket.salesleads.api.event.SalesLeadAccepted;
import io.docket.salesleads.api.event.SalesLeadActivated;
import io.docket.salesleads.api.event.SalesLeadEvent;
import io.docket.salesleads.api.event.SalesLeadReceived;
import io.docket.salesleads.api.event.SalesLeadRejected;
import io.docket.salesleads.api.event.SalesLeadSentToCo;
import java.time.Instant;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SalesLeadEvolutionTest {

    private static final Instant START = Instant.parse("2021-05-03T20:31:16Z");
    static final LeadId ID = new LeadId("lead-1");
    private static final Instant LATER = Instant.parse("2021-05-06T00:01:00Z");
    static final Lead LEAD = new Lead(
            "Acme",
            "A-1",
            Instant.parse("2021-05-03T20:31:15Z"),
            LATER,
            new Product("P-1", "O-1"),
            new EndCustomer(true, new PersonalIdentityNumber("19811218-9876"), "Anna", null, "+46", null, null, null));

    /** The lead after events that happened a second after each other. */
    private static SalesLeadView after(SalesLeadEvent... events) {
        @Nullable SalesLeadView view = null;
        for (int i = 0; i < events.length; i++) {
            var message = new GenericDomainEventMessage<>(
                    "SalesLead", ID.value(), i, events[i], MetaData.emptyInstance(), "e" + i, START.plusSeconds(i));
            view = new SalesLeadEvolution().after(message, view);
        }
        return java.util.Objects.requireNonNull(view);
    }

    @Test
    void aLeadIsReceivedFirst() {
        assertThat(after(new SalesLeadReceived(ID, LEAD)))
                .isEqualTo(new SalesLeadView(
                        ID, 0, LEAD, LeadStatus.RECEIVED, START, START, null, null, null, null, null));
    }

    @Test
    void onItsWayItIsStillReceived() {
        assertThat(after(
                        new SalesLeadReceived(ID, LEAD),
                        new SalesLeadAccepted(ID, "BB-100", LATER),
                        new SalesLeadSentToCo(ID, "CO-1", SendingReason.REQUESTED_TIME_REACHED)))
                .isEqualTo(new SalesLeadView(
                        ID,
                        2,
                        LEAD,
                        LeadStatus.RECEIVED,
                        START,
                        START,
                        LATER,
                        "CO-1",
                        SendingReason.REQUESTED_TIME_REACHED,
                        null,
                        null));
    }

    @Test
    void whenActivatedItKeepsWhatIsKnown() {
        assertThat(after(
                        new SalesLeadReceived(ID, LEAD),
                        new SalesLeadAccepted(ID, "BB-100", null),
                        new SalesLeadSentToCo(ID, "CO-1", SendingReason.REQUESTED_AT_ONCE),
                        new SalesLeadActivated(ID)))
                .isEqualTo(new SalesLeadView(
                        ID,
                        3,
                        LEAD,
                        LeadStatus.ACTIVATED,
                        START,
                        START.plusSeconds(3),
                        null,
                        "CO-1",
                        SendingReason.REQUESTED_AT_ONCE,
                        null,
                        null));
    }

    @Test
    void whenRejectedItSaysWhy() {
        SalesLeadView rejected = after(
                new SalesLeadReceived(ID, LEAD), new SalesLeadRejected(ID, RejectionReason.REFUSED_BY_CO, "No fibre"));

        assertThat(rejected.status()).isEqualTo(LeadStatus.REJECTED);
        assertThat(rejected.statusAt()).isEqualTo(START.plusSeconds(1));
        assertThat(rejected.rejectionReason()).isEqualTo(RejectionReason.REFUSED_BY_CO);
        assertThat(rejected.coReason()).isEqualTo("No fibre");
    }
}
