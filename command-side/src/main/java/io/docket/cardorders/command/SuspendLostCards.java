package io.docket.cardorders.command;

import io.docket.cardorders.api.CardOrderAnsweredLate;
import io.docket.cardorders.api.CardReportedLost;
import io.docket.cardorders.api.WorkItemId;
import io.docket.platform.automation.Backoff;
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
 *
 * <p>A call for an older order may outlive its process, or our patience, and make the card active after all. As long as the
 * log knows of such an order the card is suspended again from time to time, each time under a new key, and at once when the
 * order's answer comes.
 */
@Component
@ProcessingGroup(SendApprovedOrdersToCardSystem.NAME)
@DisallowReplay
class SuspendLostCards implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SuspendLostCards.class);

    private static final int CONCURRENT_CALLS = 2;

    /** How soon it looks again whether the call under way has ended. */
    private static final Duration TURN = Duration.ofMillis(200);

    private static final Duration LONGEST_RISK = Duration.ofHours(1);

    private static final String ACTOR = "suspend-lost-cards";

    private final CardSuspensions suspensions;
    private final SendApprovedOrdersToCardSystem orders;
    private final CardSystem cardSystem;
    private final FollowUpCommands commands;
    private final Clock clock;
    private final Backoff again;
    private final TaskQueue queue;

    SuspendLostCards(
            CardSuspensions suspensions,
            SendApprovedOrdersToCardSystem orders,
            CardSystem cardSystem,
            FollowUpCommands commands,
            DataSource dataSource,
            Clock clock,
            OrderProperties properties) {
        this.suspensions = suspensions;
        this.orders = orders;
        this.cardSystem = cardSystem;
        this.commands = commands;
        this.clock = clock;
        again = new Backoff(properties.firstRetry(), LONGEST_RISK);
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
                        event.replacementReason(),
                        1),
                correlationId);
        queue.add(event.workItemId().value(), clock.instant());
    }

    @EventHandler
    void on(CardOrderAnsweredLate event) {
        if (event.carriedOut()) {
            LOG.warn(
                    "The card system has carried out order {} after its card was reported lost",
                    event.workItemId().value());
        }
        suspensions.inLane(event.cardId().toString()).forEach(replacement -> queue.hasten(replacement.value()));
    }

    private Optional<Instant> suspend(String instance) {
        CardSuspensions.Waiting waiting =
                suspensions.find(new WorkItemId(instance)).orElse(null);
        if (waiting == null) {
            return Optional.empty();
        }
        MDC.put(Correlation.ID, waiting.correlationId());
        return suspendInTurn(waiting.card(), waiting.correlationId());
    }

    private Optional<Instant> suspendInTurn(LostCard card, String correlationId) {
        suspensions.due(card.replacement());
        if (orders.isCallUnderWay(card.lane())) {
            return Optional.of(clock.instant().plus(TURN));
        }
        LostCardStanding before = standing(card, correlationId);
        if (before != LostCardStanding.NOT_SUSPENDED) {
            suspend(card);
        }
        Optional<Instant> next = Optional.empty();
        if (before == LostCardStanding.AT_RISK) {
            suspensions.done(card);
            // What has become known during the call may have come before the suspension, or after it.
            boolean isStillAtRisk = standing(card, correlationId) == LostCardStanding.AT_RISK;
            next = Optional.of(isStillAtRisk ? clock.instant().plus(again.after(card.suspension())) : clock.instant());
        } else {
            suspensions.remove(card.replacement());
        }
        orders.proceed(card.lane());
        return next;
    }

    private LostCardStanding standing(LostCard card, String correlationId) {
        return commands.send(new CheckLostCard(card.cardId()), ACTOR, correlationId);
    }

    private void suspend(LostCard card) {
        CardSystem.Outcome outcome;
        try {
            outcome = cardSystem.suspend(card);
        } catch (PartnerUnavailableException outage) {
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
