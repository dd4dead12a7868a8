package io.docket.salesleads.command.model;

import io.docket.common.api.PersonalData;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import io.docket.salesleads.api.Lead;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.command.LeadReceipt;
import io.docket.salesleads.command.ReceiveSalesLead;
import io.docket.salesleads.command.reference.Offerings;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/**
 * Takes leads in. What a new lead asks for is held against the offerings as they are now.
 *
 * <p>This stands outside of the aggregate because a lead may be one of several: of the leads that different customers have
 * passed on with the same access, product and time, it looks for the one that is meant.
 */
@Component
class ReceiveSalesLeads {

    /** How many customers can order the same product for the same access at the same time. */
    private static final int MAX_OTHERS = 50;

    private final Repository<SalesLead> leads;
    private final Offerings offerings;
    private final Clock clock;

    ReceiveSalesLeads(Repository<SalesLead> leads, Offerings offerings, Clock clock) {
        this.leads = leads;
        this.offerings = offerings;
        this.clock = clock;
    }

    @CommandHandler
    LeadReceipt handle(ReceiveSalesLead command) throws Exception {
        Lead sent = command.lead();
        LeadId leadId = command.leadId();
        boolean mayBeOfSomebodyErased = false;
        for (int others = 1; others <= MAX_OTHERS; others++) {
            Aggregate<SalesLead> lead = leads.loadOrCreate(leadId.toString(), SalesLead::new);
            Optional<Lead> known = lead.invoke(SalesLead::content);
            if (known.isEmpty()) {
                if (mayBeOfSomebodyErased) {
                    throw new RefusedException(Refusal.conflict(
                            "lead-already-exists",
                            "There is such an order of a customer who has been erased: it may be the same one."));
                }
                receive(leadId, sent, lead);
                return lead.invoke(found -> found.receipt(false));
            }
            if (known.get().equals(sent)) {
                return lead.invoke(found -> found.receipt(true));
            }
            if (isOfSameCustomer(known.get(), sent)) {
                throw new RefusedException(Refusal.conflict(
                        "lead-already-exists", "There is an order of this customer with other contents."));
            }
            mayBeOfSomebodyErased |= isOfSomebodyErased(known.get());
            leadId = LeadId.of(sent, others);
        }
        throw new RefusedException(
                Refusal.conflict("too-many-leads", "Too many orders have the same access, product and orderDateTime."));
    }

    private void receive(LeadId leadId, Lead sent, Aggregate<SalesLead> lead) {
        Instant requested = sent.requestedDateTime();
        lead.execute(found -> found.receive(
                leadId, sent, offerings.assess(sent), requested.isAfter(clock.instant()) ? requested : null));
    }

    private static boolean isOfSomebodyErased(Lead lead) {
        return lead.customer().personalIdentityNumber().value().equals(PersonalData.ERASED);
    }

    private static boolean isOfSameCustomer(Lead one, Lead other) {
        return one.customer().personalIdentityNumber().equals(other.customer().personalIdentityNumber());
    }
}
