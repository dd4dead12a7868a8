package io.docket.salesleads.command.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.common.api.PersonalData;
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
import io.docket.salesleads.api.event.SalesLeadReceived;
import io.docket.salesleads.api.event.SalesLeadRejected;
import io.docket.salesleads.api.event.SalesLeadSentToCo;
import io.docket.salesleads.command.LeadReceipt;
import io.docket.salesleads.command.ReceiveSalesLead;
import io.docket.salesleads.command.RecordActivation;
import io.docket.salesleads.command.RecordRejection;
import io.docket.salesleads.command.RecordSending;
import io.docket.salesleads.command.Sending;
import io.docket.salesleads.command.StartSending;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SalesLeadTest {

    private final SalesLeads leads = new SalesLeads();
    private final Lead lead = leads.lead();
    private final LeadId id = LeadId.of(lead, 0);
    private final ReceiveSalesLead receive = new ReceiveSalesLead(id, lead);

    private LeadReceipt repeated(LeadStatus status, long version) {
        return new LeadReceipt(id, status, null, null, true, version);
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
                    .isEqualTo(new LeadReceipt(id, LeadStatus.RECEIVED, null, later, false, 1));
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
                    .isEqualTo(new LeadReceipt(id, LeadStatus.REJECTED, reason, null, true, 1));
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
            assertThat(leads.answer(receive)).isEqualTo(repeated(LeadStatus.RECEIVED, 1));
            leads.given(new RecordActivation(id));
            assertThat(leads.when(receive)).isEmpty();
            assertThat(leads.answer(receive)).isEqualTo(repeated(LeadStatus.ACTIVATED, 2));
        }

        @Test
        void thatComesAgainWithOtherContentsIsRefused() {
            Lead other = SalesLeads.lead("Acme", "A-1", "SOLD", leads.now().plusSeconds(60));

            assertThat(LeadId.of(other, 0)).isEqualTo(id);
            leads.given(receive).whenRefused(new ReceiveSalesLead(id, other), "lead-already-exists");
        }

        @Test
        void ofAnotherCustomerIsAnotherLead() {
            Lead annas = lead;
            Lead bertils = of("20010101-0106", lead);
            Lead ceciliasToo = of("19900101-0017", lead);
            LeadId second = LeadId.of(lead, 1);
            leads.given(receive);

            assertThat(leads.when(new ReceiveSalesLead(id, bertils)))
                    .containsExactly(
                            new SalesLeadReceived(second, bertils), new SalesLeadAccepted(second, "BB-100", null));
            assertThat(leads.when(new ReceiveSalesLead(id, bertils))).isEmpty();
            assertThat(leads.when(new ReceiveSalesLead(id, annas))).isEmpty();
            assertThat(leads.when(new ReceiveSalesLead(id, ceciliasToo)))
                    .contains(new SalesLeadReceived(LeadId.of(lead, 2), ceciliasToo));
            leads.whenRefused(
                    new ReceiveSalesLead(
                            id,
                            new Lead(
                                    "Acme",
                                    "A-1",
                                    lead.orderDateTime(),
                                    lead.requestedDateTime().plusSeconds(60),
                                    lead.product(),
                                    bertils.customer())),
                    "lead-already-exists");
        }

        /** It would bring the personal data back, and be ordered once more. */
        @Test
        void thatComesAgainAfterItsCustomerWasErasedIsRefused() {
            Lead bertils = of("20010101-0106", lead);
            leads.given(new ReceiveSalesLead(id, of(PersonalData.ERASED, lead)))
                    .given(new ReceiveSalesLead(LeadId.of(lead, 1), bertils));

            leads.whenRefused(receive, "lead-already-exists");
            assertThat(leads.when(new ReceiveSalesLead(id, bertils))).isEmpty();
        }

        private static Lead of(String personalIdentityNumber, Lead like) {
            EndCustomer customer = like.customer();
            return new Lead(
                    like.coId(),
                    like.coAccessId(),
                    like.orderDateTime(),
                    like.requestedDateTime(),
                    like.product(),
                    new EndCustomer(
                            customer.identified(),
                            new PersonalIdentityNumber(personalIdentityNumber),
                            customer.firstName(),
                            customer.lastName(),
                            customer.phone(),
                            customer.mobilePhone(),
                            customer.email(),
                            customer.invoiceAddress()));
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
                            .map(distinct -> LeadId.of(distinct, 0))
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
