package io.docket.salesleads.command;

import io.docket.salesleads.api.LeadReceipt;
import io.docket.salesleads.api.ReceiveSalesLead;
import io.docket.salesleads.api.RecordActivation;
import io.docket.salesleads.api.RecordRejection;
import io.docket.salesleads.api.RecordSending;
import io.docket.salesleads.api.Sending;
import io.docket.salesleads.api.StartSending;
import java.time.Clock;
import java.time.Instant;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/** Handles the commands of sales leads. What a new lead asks for is held against the offerings as they are now. */
@Component
class SalesLeadCommandHandler {

    private final Repository<SalesLead> leads;
    private final Offerings offerings;
    private final Clock clock;

    SalesLeadCommandHandler(Repository<SalesLead> leads, Offerings offerings, Clock clock) {
        this.leads = leads;
        this.offerings = offerings;
        this.clock = clock;
    }

    @CommandHandler
    LeadReceipt handle(ReceiveSalesLead command) throws Exception {
        Instant requested = command.lead().requestedDateTime();
        Aggregate<SalesLead> lead = leads.loadOrCreate(command.leadId().toString(), SalesLead::new);
        lead.execute(found -> found.receive(
                command.leadId(),
                command.lead(),
                offerings.assess(command.lead()),
                requested.isAfter(clock.instant()) ? requested : null));
        return lead.invoke(SalesLead::receipt);
    }

    @CommandHandler
    Sending handle(StartSending command) {
        return leads.load(command.leadId().toString()).invoke(SalesLead::sending);
    }

    @CommandHandler
    void handle(RecordSending command) {
        leads.load(command.leadId().toString()).execute(lead -> lead.recordSending(command.coOrderId()));
    }

    @CommandHandler
    void handle(RecordActivation command) {
        leads.load(command.leadId().toString()).execute(SalesLead::activate);
    }

    @CommandHandler
    void handle(RecordRejection command) {
        leads.load(command.leadId().toString()).execute(lead -> lead.reject(command.reason(), command.coReason()));
    }
}
