package io.docket.cardorders.command.automation;

import io.docket.cardorders.api.event.card.CardOrderAnsweredLate;
import io.docket.cardorders.api.event.card.CardReportedLost;
import io.docket.cardorders.command.CheckLostCard;
import io.docket.cardorders.command.LostCardStanding;
import io.docket.cardorders.command.partner.CardSystem;
import io.docket.cardorders.command.partner.LostCard;
import io.docket.cardorders.command.reference.OrderProperties;
import io.docket.platform.automation.Automation;
import io.docket.platform.automation.Backoff;
import io.docket.platform.automation.FollowUpCommands;
import io.docket.platform.automation.Task;
import io.docket.platform.correlation.Correlation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the card management system suspend lost and stolen cards at once, whatever becomes of their replacements.
 *
 * <p>A suspension has a queue of its own, so that it waits for no order for another card; but the processing group of the
 * orders, so that an order that is approved after it finds it noted.
 *
 * <p>A call for an older order may outlive its process, or our patience, and make the card active after all. As long as the
 * log knows of such an order the card is suspended again from time to time, each time under a new key, and at once when the
 * order's answer comes.
 */
@Automation(processingGroup = SendApprovedOrdersToCardSystem.NAME)
class SuspendLostCards {

    private static final Logger LOG = LoggerFactory.getLogger(SuspendLostCards.class);

    private static final int CONCURRENT_CALLS = 2;

    private static final Duration LONGEST_RISK = Duration.ofHours(1);

    private static final String ACTOR = "suspend-lost-cards";

    private final CardLanes lanes;
    private final CardSystem cardSystem;
    private final FollowUpCommands commands;
    private final Clock clock;
    private final Backoff again;

    SuspendLostCards(
            CardLanes lanes,
            CardSystem cardSystem,
            FollowUpCommands commands,
            Clock clock,
            OrderProperties properties) {
        this.lanes = lanes;
        this.cardSystem = cardSystem;
        this.commands = commands;
        this.clock = clock;
        again = new Backoff(properties.firstRetry(), LONGEST_RISK);
        lanes.serve(CardLaneRows.Kind.SUSPENSION, "suspend_lost_card", CONCURRENT_CALLS, this::suspend);
    }

    @EventHandler
    void on(CardReportedLost event, @MetaDataValue(Correlation.ID) String correlationId) {
        lanes.suspend(
                new LostCard(
                        event.workItemId(),
                        event.cardId(),
                        event.serialNumber(),
                        event.customerNumber(),
                        event.replacementReason(),
                        1),
                correlationId);
    }

    @EventHandler
    void on(CardOrderAnsweredLate event) {
        if (event.carriedOut()) {
            LOG.warn(
                    "The card system has carried out order {} after its card was reported lost",
                    event.workItemId().value());
        }
        lanes.suspendAgain(event.cardId());
    }

    private Optional<Instant> suspend(Task<CardLanes.Turn> task) {
        Optional<LostCard> card = lanes.lostCard(task.data().workItemId());
        boolean atRisk = lanes.inTurn(
                task.data(), () -> suspend(card.orElseThrow(), task.correlationId()) == LostCardStanding.AT_RISK);
        return atRisk ? card.map(suspended -> nextTime(suspended, task.correlationId())) : Optional.empty();
    }

    /** Answers how the card stood before. */
    private LostCardStanding suspend(LostCard card, String correlationId) {
        LostCardStanding before = standing(card, correlationId);
        if (before != LostCardStanding.NOT_SUSPENDED
                && cardSystem.suspend(card) instanceof CardSystem.Outcome.Refused) {
            // Not its words, which may hold what it was sent.
            LOG.warn(
                    "The card system refuses to suspend the lost card of order {}; why, it can tell for the request {}",
                    card.replacement().value(),
                    card.idempotencyKey());
        }
        return before;
    }

    /** What has become known during the call may have come before the suspension, or after it. */
    private Instant nextTime(LostCard card, String correlationId) {
        boolean isStillAtRisk = standing(card, correlationId) == LostCardStanding.AT_RISK;
        return isStillAtRisk ? clock.instant().plus(again.after(card.suspension())) : clock.instant();
    }

    private LostCardStanding standing(LostCard card, String correlationId) {
        return commands.send(new CheckLostCard(card.cardId()), ACTOR, correlationId);
    }
}
