package io.docket.salesleads.command.automation;

import io.docket.platform.automation.Automation;
import io.docket.platform.automation.Backoff;
import io.docket.platform.automation.FollowUpCommands;
import io.docket.platform.automation.Task;
import io.docket.platform.automation.TaskQueue;
import io.docket.platform.automation.TaskQueues;
import io.docket.platform.correlation.Correlation;
import io.docket.salesleads.api.Lead;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.RejectionReason;
import io.docket.salesleads.api.event.SalesLeadAccepted;
import io.docket.salesleads.command.RecordActivation;
import io.docket.salesleads.command.RecordRejection;
import io.docket.salesleads.command.RecordSending;
import io.docket.salesleads.command.Sending;
import io.docket.salesleads.command.StartSending;
import io.docket.salesleads.command.partner.CoOrderRequest;
import io.docket.salesleads.command.partner.CommunicationOperator;
import io.docket.salesleads.command.reference.SalesLeadProperties;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MetaDataValue;

/**
 * Orders at the communication operator what accepted leads ask for, each at its time, and carries the outcome back.
 *
 * <p>Exactly once in effect: the lead becomes a task in the transaction that notes its event; the task places the order
 * under the lead's id, and not a second time while an attempt may still become one; what comes of it comes back as
 * commands that change nothing when they come again.
 */
@Automation(processingGroup = SendLeadsToCo.NAME)
class SendLeadsToCo implements CoOrderListener {

    static final String NAME = "send-leads-to-co";

    private final LeadsOnTheirWay leads;
    private final CommunicationOperator operator;
    private final FollowUpCommands commands;
    private final Clock clock;
    private final Backoff polls;
    private final TaskQueue<LeadToSend> queue;

    SendLeadsToCo(
            LeadsOnTheirWay leads,
            CommunicationOperator operator,
            FollowUpCommands commands,
            TaskQueues queues,
            Clock clock,
            SalesLeadProperties properties) {
        this.leads = leads;
        this.operator = operator;
        this.commands = commands;
        this.clock = clock;
        this.polls = properties.polls();
        Backoff retries = properties.retries();
        queue = queues.queue(
                "send_sales_lead", LeadToSend.class, properties.concurrentCalls(), retries::after, this::carryOut);
        queue.canBeGivenUp(this::giveUp);
    }

    private record LeadToSend(LeadId leadId) {}

    @EventHandler
    void on(SalesLeadAccepted event, @MetaDataValue(Correlation.ID) String correlationId) {
        leads.add(event.leadId());
        Instant scheduledFor = event.scheduledFor();
        queue.add(
                event.leadId().value(),
                new LeadToSend(event.leadId()),
                correlationId,
                scheduledFor == null ? clock.instant() : scheduledFor);
    }

    @Override
    public void changed(String coOrderId) {
        leads.findByOrder(coOrderId).ifPresent(leadId -> queue.hasten(leadId.value()));
    }

    private Optional<Instant> carryOut(Task<LeadToSend> task) {
        LeadId leadId = task.data().leadId();
        LeadsOnTheirWay.OnItsWay lead = leads.find(leadId).orElse(null);
        if (lead == null) {
            return Optional.empty();
        }
        Sending sending = send(new StartSending(leadId), task);
        if (sending.lead() == null || sending.service() == null) {
            return finished(leadId);
        }
        String coOrderId = sending.coOrderId();
        CommunicationOperator.CoOrder order = coOrderId == null
                ? operator.place(leadId, orderFor(sending.lead(), sending.service()), leads.placing(leadId))
                : operator.find(coOrderId);
        if (coOrderId == null && order.state() != CommunicationOperator.State.REFUSED) {
            send(new RecordSending(leadId, order.coOrderId()), task);
        }
        switch (order.state()) {
            case DONE_SUCCESS -> send(new RecordActivation(leadId), task);
            case DONE_FAILED -> send(new RecordRejection(leadId, RejectionReason.FAILED_AT_CO, order.reason()), task);
            case REFUSED -> send(new RecordRejection(leadId, RejectionReason.REFUSED_BY_CO, order.reason()), task);
            case RECEIVED, IN_PROGRESS -> {
                leads.looked(leadId, order.coOrderId());
                return Optional.of(clock.instant().plus(polls.after(lead.looks() + 1)));
            }
        }
        return finished(leadId);
    }

    /** As if the operator had failed. */
    private boolean giveUp(Task<LeadToSend> task, TaskQueue.Decision decision) {
        LeadId leadId = task.data().leadId();
        Sending sending = commands.send(new StartSending(leadId), decision.operator(), task.correlationId());
        if (sending.lead() == null) {
            return false;
        }
        decision.nextStep().run();
        commands.<Object>send(
                new RecordRejection(leadId, RejectionReason.FAILED_AT_CO, decision.reason()),
                decision.operator(),
                task.correlationId());
        leads.remove(leadId);
        return true;
    }

    private static CoOrderRequest orderFor(Lead lead, String service) {
        return new CoOrderRequest(lead.coAccessId(), service, lead.requestedDateTime());
    }

    private Optional<Instant> finished(LeadId leadId) {
        leads.remove(leadId);
        return Optional.empty();
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private <R> R send(Object command, Task<LeadToSend> task) {
        return commands.send(command, NAME, task.correlationId());
    }
}
