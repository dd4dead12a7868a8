package io.docket.cardorders.command.automation;

import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.api.event.workitem.AdditionalCardRequested;
import io.docket.cardorders.api.event.workitem.CardOrderRequested;
import io.docket.cardorders.command.ExpireOrder;
import io.docket.cardorders.command.reference.OrderProperties;
import io.docket.platform.automation.Automation;
import io.docket.platform.automation.FollowUpCommands;
import io.docket.platform.automation.Task;
import io.docket.platform.automation.TaskQueue;
import io.docket.platform.automation.TaskQueues;
import io.docket.platform.correlation.Correlation;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.annotation.MetaDataValue;

/** Ends the orders that nobody has approved in time. */
@Automation(processingGroup = ExpireProposals.NAME)
class ExpireProposals {

    static final String NAME = "expire-proposals";

    private final FollowUpCommands commands;
    private final OrderProperties properties;
    private final TaskQueue<Proposal> queue;

    ExpireProposals(FollowUpCommands commands, OrderProperties properties, TaskQueues queues) {
        this.commands = commands;
        this.properties = properties;
        queue = queues.queue("expire_proposal", Proposal.class, 1, properties::retryAfter, this::expire);
    }

    private record Proposal(WorkItemId workItemId) {}

    @EventHandler
    void on(
            AdditionalCardRequested event,
            @Timestamp Instant requestedAt,
            @MetaDataValue(Correlation.ID) String correlationId) {
        watch(event.workItemId(), OrderKind.ADDITIONAL_CARD_ISSUANCE, requestedAt, correlationId);
    }

    @EventHandler
    void on(
            CardOrderRequested event,
            @Timestamp Instant requestedAt,
            @MetaDataValue(Correlation.ID) String correlationId) {
        watch(event.workItemId(), event.order().kind(), requestedAt, correlationId);
    }

    private void watch(WorkItemId workItemId, OrderKind kind, Instant requestedAt, String correlationId) {
        if (properties.approvalRequired().contains(kind)) {
            queue.add(
                    workItemId.value(),
                    new Proposal(workItemId),
                    correlationId,
                    requestedAt.plus(properties.proposalLifetime()));
        }
    }

    private Optional<Instant> expire(Task<Proposal> task) {
        commands.<Object>send(new ExpireOrder(task.data().workItemId()), NAME, task.correlationId());
        return Optional.empty();
    }
}
