package io.docket.cardorders.command;

import static java.util.Objects.requireNonNull;

import io.docket.cardorders.api.AdditionalCardRequested;
import io.docket.cardorders.api.CardOrderRequested;
import io.docket.cardorders.api.OrderApproved;
import io.docket.cardorders.api.OrderCanceled;
import io.docket.cardorders.api.OrderExpired;
import io.docket.cardorders.api.OrderRejected;
import io.docket.cardorders.api.Processing;
import io.docket.cardorders.api.RecordCompletion;
import io.docket.cardorders.api.RecordRefusal;
import io.docket.cardorders.api.StartProcessing;
import io.docket.cardorders.api.SuspendProcessing;
import io.docket.cardorders.api.WorkItemId;
import io.docket.platform.automation.FollowUpCommands;
import io.docket.platform.automation.TaskQueue;
import io.docket.platform.correlation.Correlation;
import io.docket.platform.partner.PartnerUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.slf4j.MDC;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Carries approved orders to the card management system, and its outcomes back.
 *
 * <p>Exactly once in effect: the order becomes a task in the transaction that notes its event; the task calls the system
 * with the work item's id, under which the system does its work once; the outcome comes back as a command that changes
 * nothing when it comes again. Orders for the same card go one after the other, in the order of their approval, and after
 * the suspension of a lost card.
 */
@Component
@ProcessingGroup(SendApprovedOrdersToCardSystem.NAME)
@DisallowReplay
class SendApprovedOrdersToCardSystem implements SmartLifecycle {

    static final String NAME = "send-approved-orders-to-card-system";

    /** How soon an order looks again whether it is its turn; the one before it calls it sooner. */
    private static final Duration TURN = Duration.ofSeconds(1);

    private final CardSystemOrders orders;
    private final CardSuspensions suspensions;
    private final CardSystem cardSystem;
    private final FollowUpCommands commands;
    private final Clock clock;
    private final OrderProperties properties;
    private final TaskQueue queue;

    SendApprovedOrdersToCardSystem(
            CardSystemOrders orders,
            CardSuspensions suspensions,
            CardSystem cardSystem,
            FollowUpCommands commands,
            DataSource dataSource,
            Clock clock,
            OrderProperties properties) {
        this.orders = orders;
        this.suspensions = suspensions;
        this.cardSystem = cardSystem;
        this.commands = commands;
        this.clock = clock;
        this.properties = properties;
        this.queue = new TaskQueue(
                "send_to_card_system",
                dataSource,
                clock,
                properties.concurrentCalls(),
                properties::retryAfter,
                this::carryOut);
    }

    @EventHandler
    void on(AdditionalCardRequested event, @MetaDataValue(Correlation.ID) String correlationId) {
        orders.add(
                event.workItemId(), event.additionalCard().arrangementNumber().toString(), correlationId);
    }

    @EventHandler
    void on(CardOrderRequested event, @MetaDataValue(Correlation.ID) String correlationId) {
        orders.add(event.workItemId(), event.order().cardId().toString(), correlationId);
    }

    @EventHandler
    void on(OrderApproved event, TrackingToken token) {
        orders.approve(event.workItemId(), token.position().orElseThrow());
        queue.add(event.workItemId().value(), clock.instant());
    }

    @EventHandler
    void on(OrderCanceled event) {
        orders.remove(event.workItemId());
    }

    @EventHandler
    void on(OrderRejected event) {
        orders.remove(event.workItemId());
    }

    @EventHandler
    void on(OrderExpired event) {
        orders.remove(event.workItemId());
    }

    private Optional<Instant> carryOut(String instance) {
        var workItemId = new WorkItemId(instance);
        CardSystemOrders.Waiting waiting = orders.find(workItemId).orElse(null);
        if (waiting == null) {
            return Optional.empty();
        }
        MDC.put(Correlation.ID, waiting.correlationId());
        return carryOutInTurn(waiting);
    }

    private Optional<Instant> carryOutInTurn(CardSystemOrders.Waiting waiting) {
        // The order of the two look-ups matters: a suspension notes that it is due before it looks who is first.
        CardSystemOrders.Waiting first = orders.first(waiting.lane()).orElse(null);
        CardSuspensions.Precedence suspension = suspensions.precedence(waiting.lane());
        if (suspension != CardSuspensions.Precedence.NONE) {
            if (suspension == CardSuspensions.Precedence.FAILING) {
                heldUp(waiting);
            }
            return Optional.of(clock.instant().plus(TURN));
        }
        if (first == null || !first.workItemId().equals(waiting.workItemId())) {
            if (first != null && first.failingSince() != null) {
                heldUp(waiting);
            }
            return Optional.of(clock.instant().plus(TURN));
        }
        carryOut(waiting);
        orders.remove(waiting.workItemId());
        proceed(waiting.lane());
        return Optional.empty();
    }

    /** The card management system has answered: hastens the order whose turn it is in a lane. */
    void proceed(String lane) {
        orders.first(lane).map(CardSystemOrders.Waiting::workItemId).ifPresent(next -> {
            orders.recovered(next);
            queue.hasten(next.value());
        });
    }

    /** Whether the card management system may be at work on an order of a lane. */
    boolean isCallUnderWay(String lane) {
        return orders.first(lane)
                .filter(first -> queue.isUnderWay(first.workItemId().value()))
                .isPresent();
    }

    private void carryOut(CardSystemOrders.Waiting waiting) {
        WorkItemId workItemId = waiting.workItemId();
        Processing processing = send(new StartProcessing(workItemId), waiting);
        if (processing.additionalCard() == null && processing.order() == null) {
            return;
        }
        CardSystem.Outcome outcome;
        try {
            outcome = processing.additionalCard() != null
                    ? cardSystem.issue(workItemId, processing.additionalCard())
                    : cardSystem.process(workItemId, requireNonNull(processing.order()));
        } catch (PartnerUnavailableException outage) {
            heldUp(waiting);
            throw outage;
        }
        if (outcome instanceof CardSystem.Outcome.Done done) {
            send(new RecordCompletion(workItemId, done.newCard()), waiting);
        } else if (outcome instanceof CardSystem.Outcome.Refused refused) {
            send(new RecordRefusal(workItemId, refused.reason()), waiting);
        }
    }

    /** Tells the customer, if the outage has held the order up for long. */
    private void heldUp(CardSystemOrders.Waiting waiting) {
        Instant now = clock.instant();
        Instant since = waiting.failingSince();
        if (since == null) {
            orders.failing(waiting.workItemId(), now);
        } else if (!waiting.suspended() && !now.isBefore(since.plus(properties.suspendedAfter()))) {
            send(new SuspendProcessing(waiting.workItemId()), waiting);
            orders.suspended(waiting.workItemId());
        }
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private <R> R send(Object command, CardSystemOrders.Waiting waiting) {
        return commands.send(command, NAME, waiting.correlationId());
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
