package io.docket.cardorders.command;

import io.docket.cardorders.api.CardReportedLost;
import io.docket.cardorders.api.WorkItemId;
import io.docket.platform.automation.TaskQueue;
import io.docket.platform.correlation.Correlation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Has the card management system suspend lost and stolen cards at once, whatever becomes of their replacements.
 *
 * <p>A suspension waits for the call under way for its card, if there is one, and goes before all others: an order that
 * finds it waiting does not begin, and an order that begins after it finds the card reported lost. It has a queue of its
 * own, so that it waits for no order for another card; but the processing group of the orders, so that an order that is
 * approved after it finds it noted.
 */
@Component
@ProcessingGroup(SendApprovedOrdersToCardSystem.NAME)
@DisallowReplay
class SuspendLostCards implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SuspendLostCards.class);

    private static final int CONCURRENT_CALLS = 2;

    /** How soon it looks again whether the call under way has ended. */
    private static final Duration TURN = Duration.ofMillis(200);

    private final CardSuspensions suspensions;
    private final SendApprovedOrdersToCardSystem orders;
    private final CardSystem cardSystem;
    private final Clock clock;
    private final TaskQueue queue;

    SuspendLostCards(
            CardSuspensions suspensions,
            SendApprovedOrdersToCardSystem orders,
            CardSystem cardSystem,
            DataSource dataSource,
            Clock clock,
            OrderProperties properties) {
        this.suspensions = suspensions;
        this.orders = orders;
        this.cardSystem = cardSystem;
        this.clock = clock;
        this.queue = new TaskQueue(
                "suspend_lost_card", dataSource, clock, CONCURRENT_CALLS, properties::retryAfter, this::suspend);
    }

    @EventHandler
    void on(CardReportedLost event, @MetaDataValue(Correlation.ID) String correlationId) {
        suspensions.add(
                new LostCard(
                        event.workItemId(),
                        event.cardId(),
                        event.serialNumber(),
                        event.customerNumber(),
                        event.replacementReason()),
                correlationId);
        queue.add(event.workItemId().value(), clock.instant());
    }

    private Optional<Instant> suspend(String instance) {
        CardSuspensions.Waiting waiting =
                suspensions.find(new WorkItemId(instance)).orElse(null);
        if (waiting == null) {
            return Optional.empty();
        }
        MDC.put(Correlation.ID, waiting.correlationId());
        String lane = waiting.card().lane();
        if (orders.isCallUnderWay(lane)) {
            return Optional.of(clock.instant().plus(TURN));
        }
        suspend(waiting.card());
        suspensions.remove(waiting.card().replacement());
        orders.proceed(lane);
        return Optional.empty();
    }

    private void suspend(LostCard card) {
        CardSystem.Outcome outcome;
        try {
            outcome = cardSystem.suspend(card);
        } catch (CardSystemUnavailableException outage) {
            suspensions.failing(card.replacement());
            throw outage;
        }
        if (outcome instanceof CardSystem.Outcome.Refused refused) {
            LOG.warn(
                    "The card system refuses to suspend the lost card of order {}: {}",
                    card.replacement().value(),
                    refused.reason());
        }
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
