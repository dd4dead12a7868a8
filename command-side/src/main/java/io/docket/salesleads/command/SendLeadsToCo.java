package io.docket.salesleads.command;

import io.docket.platform.automation.Backoff;
import io.docket.platform.automation.FollowUpCommands;
import io.docket.platform.automation.TaskQueue;
import io.docket.platform.correlation.Correlation;
import io.docket.salesleads.api.Lead;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.RecordActivation;
import io.docket.salesleads.api.RecordRejection;
import io.docket.salesleads.api.RecordSending;
import io.docket.salesleads.api.RejectionReason;
import io.docket.salesleads.api.SalesLeadAccepted;
import io.docket.salesleads.api.Sending;
import io.docket.salesleads.api.StartSending;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.slf4j.MDC;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Orders at the communication operator what accepted leads ask for, each at its time, and carries the outcome back.
 *
 * <p>Exactly once in effect: the lead becomes a task in the transaction that notes its event; the task places the order
 * under the lead's id, and not a second time while an attempt may still become one; what comes of it comes back as
 * commands that change nothing when they come again.
 */
@Component
@ProcessingGroup("send-leads-to-co")
@DisallowReplay
class SendLeadsToCo implements SmartLifecycle, CoOrderListener {

    private static final String ACTOR = "send-leads-to-co";

    private final LeadsOnTheirWay leads;
    private final CommunicationOperator operator;
    private final FollowUpCommands commands;
    private final Clock clock;
    private final Backoff polls;
    private final TaskQueue queue;

    SendLeadsToCo(
            LeadsOnTheirWay leads,
            CommunicationOperator operator,
            FollowUpCommands commands,
            DataSource dataSource,
            Clock clock,
            SalesLeadProperties properties) {
        this.leads = leads;
        this.operator = operator;
        this.commands = commands;
        this.clock = clock;
        this.polls = properties.polls();
        Backoff retries = properties.retries();
        this.queue = new TaskQueue(
                "send_sales_lead", dataSource, clock, properties.concurrentCalls(), retries::after, this::carryOut);
    }

    @EventHandler
    void on(SalesLeadAccepted event, @MetaDataValue(Correlation.ID) String correlationId) {
        leads.add(event.leadId(), correlationId);
        Instant scheduledFor = event.scheduledFor();
        queue.add(event.leadId().value(), scheduledFor == null ? clock.instant() : scheduledFor);
    }

    @Override
    public void changed(String coOrderId) {
        leads.findByOrder(coOrderId).ifPresent(leadId -> queue.hasten(leadId.value()));
    }

    private Optional<Instant> carryOut(String instance) {
        var leadId = new LeadId(instance);
        LeadsOnTheirWay.OnItsWay lead = leads.find(leadId).orElse(null);
        if (lead == null) {
            return Optional.empty();
        }
        MDC.put(Correlation.ID, lead.correlationId());
        return carryOut(lead);
    }

    private Optional<Instant> carryOut(LeadsOnTheirWay.OnItsWay lead) {
        LeadId leadId = lead.leadId();
        Sending sending = send(new StartSending(leadId), lead);
        if (sending.lead() == null || sending.service() == null) {
            return finished(leadId);
        }
        String coOrderId = sending.coOrderId();
        CommunicationOperator.CoOrder order = coOrderId == null
                ? operator.place(leadId, orderFor(sending.lead(), sending.service()), leads.placing(leadId))
                : operator.find(coOrderId);
        if (coOrderId == null && order.state() != CommunicationOperator.State.REFUSED) {
            send(new RecordSending(leadId, order.coOrderId()), lead);
        }
        switch (order.state()) {
            case DONE_SUCCESS -> send(new RecordActivation(leadId), lead);
            case DONE_FAILED -> send(new RecordRejection(leadId, RejectionReason.FAILED_AT_CO, order.reason()), lead);
            case REFUSED -> send(new RecordRejection(leadId, RejectionReason.REFUSED_BY_CO, order.reason()), lead);
            case RECEIVED, IN_PROGRESS -> {
                leads.looked(leadId, order.coOrderId());
                return Optional.of(clock.instant().plus(polls.after(lead.looks() + 1)));
            }
        }
        return finished(leadId);
    }

    private static CoOrderRequest orderFor(Lead lead, String service) {
        return new CoOrderRequest(lead.coAccessId(), service, lead.requestedDateTime());
    }

    private Optional<Instant> finished(LeadId leadId) {
        leads.remove(leadId);
        return Optional.empty();
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private <R> R send(Object command, LeadsOnTheirWay.OnItsWay lead) {
        return commands.send(command, ACTOR, lead.correlationId());
    }

    @Override
    public void start() {
        queue.start();
    }

    @Override
    public void stop() {
        queue.stop();
    }

    @Override
    public boolean isRunning() {
        return queue.isRunning();
    }
}
