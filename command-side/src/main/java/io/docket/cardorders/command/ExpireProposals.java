package io.docket.cardorders.command;

import io.docket.cardorders.api.AdditionalCardRequested;
import io.docket.cardorders.api.CardOrderRequested;
import io.docket.cardorders.api.ExpireOrder;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import io.docket.platform.automation.FollowUpCommands;
import io.docket.platform.automation.TaskQueue;
import io.docket.platform.correlation.Correlation;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.slf4j.MDC;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Ends the orders that nobody has approved in time. */
@Component
@ProcessingGroup("expire-proposals")
@DisallowReplay
class ExpireProposals implements SmartLifecycle {

    private static final String ACTOR = "expire-proposals";

    private final CardSystemOrders orders;
    private final FollowUpCommands commands;
    private final OrderProperties properties;
    private final TaskQueue queue;

    ExpireProposals(
            CardSystemOrders orders,
            FollowUpCommands commands,
            DataSource dataSource,
            Clock clock,
            OrderProperties properties) {
        this.orders = orders;
        this.commands = commands;
        this.properties = properties;
        this.queue = new TaskQueue("expire_proposal", dataSource, clock, 1, properties::retryAfter, this::expire);
    }

    @EventHandler
    void on(AdditionalCardRequested event, @Timestamp Instant requestedAt) {
        watch(event.workItemId(), OrderKind.ADDITIONAL_CARD_ISSUANCE, requestedAt);
    }

    @EventHandler
    void on(CardOrderRequested event, @Timestamp Instant requestedAt) {
        watch(event.workItemId(), event.order().kind(), requestedAt);
    }

    private void watch(WorkItemId workItemId, OrderKind kind, Instant requestedAt) {
        if (properties.approvalRequired().contains(kind)) {
            queue.add(workItemId.value(), requestedAt.plus(properties.proposalLifetime()));
        }
    }

    private Optional<Instant> expire(String instance) {
        var workItemId = new WorkItemId(instance);
        orders.find(workItemId).ifPresent(order -> {
            MDC.put(Correlation.ID, order.correlationId());
            commands.<Object>send(new ExpireOrder(workItemId), ACTOR, order.correlationId());
        });
        return Optional.empty();
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
