package io.docket.salesleads.command.model;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.docket.salesleads.api.Lead;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.LeadStatus;
import io.docket.salesleads.api.RejectionReason;
import io.docket.salesleads.api.SendingReason;
import io.docket.salesleads.api.event.SalesLeadAccepted;
import io.docket.salesleads.api.event.SalesLeadActivated;
import io.docket.salesleads.api.event.SalesLeadReceived;
import io.docket.salesleads.api.event.SalesLeadRejected;
import io.docket.salesleads.api.event.SalesLeadSentToCo;
import io.docket.salesleads.command.LeadReceipt;
import io.docket.salesleads.command.RecordActivation;
import io.docket.salesleads.command.RecordRejection;
import io.docket.salesleads.command.RecordSending;
import io.docket.salesleads.command.Sending;
import io.docket.salesleads.command.StartSending;
import io.docket.salesleads.command.reference.Assessment;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/**
 * A sales lead, from when it came to its outcome: received, then rejected or accepted; accepted, then sent to the
 * communication operator, and activated or rejected after all. What comes a second time changes nothing.
 *
 * <p>How it comes into being is up to {@link ReceiveSalesLeads}.
 */
@Aggregate(type = "SalesLead")
class SalesLead {

    @AggregateIdentifier
    private LeadId leadId;

    private @Nullable Lead lead;
    private @Nullable LeadStatus status;
    private @Nullable RejectionReason rejectionReason;
    private @Nullable String service;
    private @Nullable Instant scheduledFor;
    private boolean sent;
    private @Nullable String coOrderId;

    /** For the framework, which then replays the lead's events, and for a lead that is new. */
    @SuppressWarnings("NullAway.Init")
    SalesLead() {}

    /**
     * Takes the lead up.
     *
     * @param assessment whether what it asks for can be delivered
     * @param sendAt when it is to be sent to the communication operator, if not at once
     */
    void receive(LeadId newId, Lead content, Assessment assessment, @Nullable Instant sendAt) {
        apply(new SalesLeadReceived(newId, content));
        if (assessment instanceof Assessment.Deliverable deliverable) {
            apply(new SalesLeadAccepted(newId, deliverable.service(), sendAt));
        } else if (assessment instanceof Assessment.Undeliverable undeliverable) {
            apply(new SalesLeadRejected(newId, undeliverable.reason(), null));
        }
    }

    /** What was passed on to us; nothing of a lead that is new. */
    Optional<Lead> content() {
        return Optional.ofNullable(lead);
    }

    @CommandHandler
    Sending handle(StartSending command) {
        return status == LeadStatus.RECEIVED
                ? new Sending(lead, service, coOrderId)
                : new Sending(null, null, coOrderId);
    }

    @CommandHandler
    void handle(RecordSending command) {
        if (status == LeadStatus.RECEIVED && !sent) {
            SendingReason reason =
                    scheduledFor == null ? SendingReason.REQUESTED_AT_ONCE : SendingReason.REQUESTED_TIME_REACHED;
            apply(new SalesLeadSentToCo(leadId, command.coOrderId(), reason));
        }
    }

    @CommandHandler
    void handle(RecordActivation command) {
        if (status == LeadStatus.RECEIVED) {
            apply(new SalesLeadActivated(leadId));
        }
    }

    @CommandHandler
    void handle(RecordRejection command) {
        if (status == LeadStatus.RECEIVED) {
            apply(new SalesLeadRejected(leadId, command.reason(), command.coReason()));
        }
    }

    /** Whether nothing has come of it yet. */
    boolean isOpen() {
        return status == LeadStatus.RECEIVED;
    }

    LeadReceipt receipt(boolean repeated) {
        return new LeadReceipt(
                leadId,
                status == null ? LeadStatus.RECEIVED : status,
                rejectionReason,
                scheduledFor,
                repeated,
                getVersion());
    }

    @EventSourcingHandler
    void on(SalesLeadReceived event) {
        leadId = event.leadId();
        lead = event.lead();
        status = LeadStatus.RECEIVED;
    }

    @EventSourcingHandler
    void on(SalesLeadAccepted event) {
        service = event.service();
        scheduledFor = event.scheduledFor();
    }

    @EventSourcingHandler
    void on(SalesLeadRejected event) {
        status = LeadStatus.REJECTED;
        rejectionReason = event.reason();
    }

    @EventSourcingHandler
    void on(SalesLeadSentToCo event) {
        sent = true;
        coOrderId = event.coOrderId();
    }

    @EventSourcingHandler
    void on(SalesLeadActivated event) {
        status = LeadStatus.ACTIVATED;
    }
}
