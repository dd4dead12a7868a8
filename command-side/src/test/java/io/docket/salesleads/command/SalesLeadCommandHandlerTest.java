package io.docket.salesleads.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.salesleads.api.Lead;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.LeadReceipt;
import io.docket.salesleads.api.LeadStatus;
import io.docket.salesleads.api.Product;
import io.docket.salesleads.api.ReceiveSalesLead;
import io.docket.salesleads.api.RecordActivation;
import io.docket.salesleads.api.RecordRejection;
import io.docket.salesleads.api.RecordSending;
import io.docket.salesleads.api.RejectionReason;
import io.docket.salesleads.api.SalesLeadAccepted;
import io.docket.salesleads.api.SalesLeadActivated;
import io.docket.salesleads.api.SalesLeadReceived;
import io.docket.salesleads.api.SalesLeadRejected;
import io.docket.salesleads.api.SalesLeadSentToCo;
import io.docket.salesleads.api.Sending;
import io.docket.salesleads.api.SendingReason;
import io.docket.salesleads.api.StartSending;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SalesLeadCommandHandlerTest {

    private final SalesLeads leads = new SalesLeads();
    private final Lead lead = leads.lead();
    private final LeadId id = LeadId.of(lead);
    private final ReceiveSalesLead receive = new ReceiveSalesLead(id, lead);

    private LeadReceipt receipt(LeadStatus status, long version) {
        return new LeadReceipt(id, status, null, null, version);
    }

    @Nested
    class ALead {

        @Test
        void isAcceptedIfNothingSpeaksAgainstIt() {
            assertThat(leads.when(receive))
                    .containsExactly(new SalesLeadReceived(id, lead), new SalesLeadAccepted(id, "BB-100", null));
        }

        @Test
        void isScheduledIfItIsWantedLater() {
            Instant later = leads.now().plusMillis(1);
            Lead scheduled = SalesLeads.lead("Acme", "A-1", "SOLD", later);

            assertThat(leads.answer(new ReceiveSalesLead(id, scheduled)))
                    .isEqualTo(new LeadReceipt(id, LeadStatus.RECEIVED, null, later, 1));
        }

        static Stream<Arguments> objections() {
            return Stream.of(
                    Arguments.of("Acme", "A-1", "UNHEARD-OF", RejectionReason.UNKNOWN_OFFERING),
                    Arguments.of("Acme", "A-1", "OLD", RejectionReason.WITHDRAWN_OFFERING),
                    Arguments.of("Acme", "A-1", "ELSEWHERE", RejectionReason.OFFERING_NOT_AVAILABLE_AT_ACCESS),
                    Arguments.of("Acme", "A-2", "SOLD", RejectionReason.OFFERING_NOT_AVAILABLE_AT_ACCESS),
                    Arguments.of("Acme", "A-3", "SOLD", RejectionReason.OFFERING_NOT_AVAILABLE_AT_ACCESS),
                    Arguments.of("Acme", "UNHEARD-OF", "SOLD", RejectionReason.OFFERING_NOT_AVAILABLE_AT_ACCESS));
        }

        @ParameterizedTest
        @MethodSource("objections")
        void isRejectedOnRecordIfSomethingDoes(String coId, String access, String offering, RejectionReason reason) {
            Lead objectionable = SalesLeads.lead(coId, access, offering, leads.now());

            assertThat(leads.when(new ReceiveSalesLead(id, objectionable)))
                    .containsExactly(new SalesLeadReceived(id, objectionable), new SalesLeadRejected(id, reason, null));
            assertThat(leads.answer(new ReceiveSalesLead(id, objectionable)))
                    .isEqualTo(new LeadReceipt(id, LeadStatus.REJECTED, reason, null, 1));
        }

        @Test
        void ofAnOfferingThatIsOneOfAnotherProductIsRejected() {
            Lead mixed = new Lead(
                    "Acme", "A-1", lead.orderDateTime(), leads.now(), new Product("P-2", "SOLD"), lead.customer());

            assertThat(leads.when(new ReceiveSalesLead(id, mixed)))
                    .contains(new SalesLeadRejected(id, RejectionReason.UNKNOWN_OFFERING, null));
        }

        @Test
        void thatComesAgainChangesNothing() {
            leads.given(receive);

            assertThat(leads.when(receive)).isEmpty();
            assertThat(leads.answer(receive)).isEqualTo(receipt(LeadStatus.RECEIVED, 1));
            leads.given(new RecordActivation(id));
            assertThat(leads.when(receive)).isEmpty();
            assertThat(leads.answer(receive)).isEqualTo(receipt(LeadStatus.ACTIVATED, 2));
        }

        @Test
        void thatComesAgainWithOtherDetailsIsTheSameLead() {
            Lead other = SalesLeads.lead("Acme", "A-1", "SOLD", leads.now().plusSeconds(60));

            assertThat(LeadId.of(other)).isEqualTo(id);
            assertThat(leads.given(receive).when(new ReceiveSalesLead(id, other)))
                    .isEmpty();
        }

        @Test
        void isAnotherOneIfItsKeyDiffers() {
            assertThat(Stream.of(
                                    lead,
                                    SalesLeads.lead("Globex", "A-1", "SOLD", lead.requestedDateTime()),
                                    SalesLeads.lead("Acme", "A-2", "SOLD", lead.requestedDateTime()),
                                    SalesLeads.lead("Acme", "A-1", "OLD", lead.requestedDateTime()),
                                    new Lead(
                                            "Acme",
                                            "A-1",
                                            lead.orderDateTime(),
                                            lead.requestedDateTime(),
                                            new Product("P-2", "SOLD"),
                                            lead.customer()),
                                    new Lead(
                                            "Acme",
                                            "A-1",
                                            lead.orderDateTime().plusNanos(1),
                                            lead.requestedDateTime(),
                                            lead.product(),
                                            lead.customer()))
                            .map(LeadId::of)
                            .distinct())
                    .hasSize(6)
                    .allMatch(distinct -> distinct.value().matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab].*"));
        }
    }

    @Nested
    class Sent {

        @Test
        void toTheCoAtOnceItSaysSo() {
            leads.given(receive);

            assertThat(leads.answer(new StartSending(id))).isEqualTo(new Sending(lead, "BB-100", null));
            assertThat(leads.when(new RecordSending(id, "CO-1")))
                    .containsExactly(new SalesLeadSentToCo(id, "CO-1", SendingReason.REQUESTED_AT_ONCE));
            assertThat(leads.answer(new StartSending(id))).isEqualTo(new Sending(lead, "BB-100", "CO-1"));
        }

        @Test
        void atItsTimeItSaysSo() {
            leads.given(new ReceiveSalesLead(
                    id, SalesLeads.lead("Acme", "A-1", "SOLD", leads.now().plusSeconds(60))));

            assertThat(leads.when(new RecordSending(id, null)))
                    .containsExactly(new SalesLeadSentToCo(id, null, SendingReason.REQUESTED_TIME_REACHED));
        }

        @Test
        void twiceItChangesNothing() {
            leads.given(receive).given(new RecordSending(id, null));

            assertThat(leads.when(new RecordSending(id, "CO-2"))).isEmpty();
        }
    }

    @Nested
    class TheOutcome {

        @Test
        void isTheFirstThatComes() {
            leads.given(receive).given(new RecordSending(id, "CO-1"));

            assertThat(leads.when(new RecordActivation(id))).containsExactly(new SalesLeadActivated(id));
            assertThat(leads.when(new RecordActivation(id))).isEmpty();
            assertThat(leads.when(new RecordRejection(id, RejectionReason.FAILED_AT_CO, "No fibre")))
                    .isEmpty();
            assertThat(leads.when(new RecordSending(id, "CO-2"))).isEmpty();
            assertThat(leads.answer(new StartSending(id))).isEqualTo(new Sending(null, null, "CO-1"));
        }

        @Test
        void canBeARejectionInTheCosWords() {
            leads.given(receive);

            assertThat(leads.when(new RecordRejection(id, RejectionReason.REFUSED_BY_CO, "No fibre")))
                    .containsExactly(new SalesLeadRejected(id, RejectionReason.REFUSED_BY_CO, "No fibre"));
            assertThat(leads.when(new RecordActivation(id))).isEmpty();
            assertThat(leads.answer(new StartSending(id))).isEqualTo(new Sending(null, null, null));
        }
    }
}
