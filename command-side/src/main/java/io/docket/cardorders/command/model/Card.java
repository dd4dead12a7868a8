package io.docket.cardorders.command.model;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrderProblem;
import io.docket.cardorders.api.CardStatus;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.api.event.card.CardActivated;
import io.docket.cardorders.api.event.card.CardOrderAnsweredLate;
import io.docket.cardorders.api.event.card.CardOrderClosed;
import io.docket.cardorders.api.event.card.CardOrderGivenUp;
import io.docket.cardorders.api.event.card.CardOrderOpened;
import io.docket.cardorders.api.event.card.CardRegistered;
import io.docket.cardorders.api.event.card.CardReportedLost;
import io.docket.cardorders.api.event.card.CardSuspended;
import io.docket.cardorders.api.event.card.CardTerminated;
import io.docket.cardorders.command.CheckLostCard;
import io.docket.cardorders.command.LostCardStanding;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/**
 * A card: its status, and its open orders. It sees to it that there is one open order of a kind at the most, and that an
 * order fits the card's status.
 *
 * <p>A card that is reported lost, or stolen, is not made active by what was asked for before, nor by what is asked for
 * before the order for its replacement has ended.
 */
@Aggregate(type = "Card")
class Card {

    @AggregateIdentifier
    private CardId cardId;

    private String serialNumber;
    private String customerNumber;
    private ArrangementNumber arrangementNumber;
    private CardStatus status;
    private final Map<OrderKind, WorkItemId> openOrders = new EnumMap<>(OrderKind.class);

    /** The order for the replacement of the card, if the card is lost or stolen. */
    private @Nullable WorkItemId lostReport;

    /** The open orders that would have made the card active, but were overtaken by a report that it is lost. */
    private final Set<WorkItemId> overtaken = new HashSet<>();

    /** Orders that were overtaken so, and have ended, but may yet be carried out. */
    private final Set<WorkItemId> givenUp = new HashSet<>();

    /** For the framework, which then replays the card's events. */
    @SuppressWarnings("NullAway.Init")
    Card() {}

    @SuppressWarnings("NullAway.Init")
    Card(
            CardId cardId,
            String serialNumber,
            String customerNumber,
            ArrangementNumber arrangementNumber,
            CardStatus status) {
        apply(new CardRegistered(cardId, serialNumber, customerNumber, arrangementNumber, status));
    }

    /**
     * Opens an order for the card.
     *
     * @throws RefusedException if there is an open one of its kind, or the card's status does not allow it, or it would
     *     make a lost card active
     */
    void open(OrderKind kind, WorkItemId workItemId) {
        if (openOrders.containsKey(kind)) {
            throw new RefusedException(Refusal.conflict(
                    CardOrderProblem.REQUEST_ALREADY_EXISTS, "There is an open order of this kind for the card."));
        }
        if (!allows(kind)) {
            throw new RefusedException(Refusal.conflict(
                    CardOrderProblem.CARD_STATUS_NOT_ELIGIBLE, "The status of the card does not allow this."));
        }
        if (kind.makesActive() && lostReport != null) {
            throw new RefusedException(Refusal.conflict(
                    CardOrderProblem.CARD_STATUS_NOT_ELIGIBLE, "The card is reported lost or stolen."));
        }
        apply(new CardOrderOpened(cardId, workItemId, kind));
    }

    /** Whether an order may no longer make the card active. */
    boolean isOvertaken(WorkItemId workItemId) {
        return overtaken.contains(workItemId);
    }

    /** Suspends the card, and keeps it so while the order for its replacement is open. */
    void reportLost(WorkItemId replacement, String replacementReason) {
        apply(new CardReportedLost(cardId, replacement, serialNumber, customerNumber, replacementReason));
        suspend();
    }

    /** Gives up an overtaken order that the card management system was asked for. */
    void giveUp(WorkItemId workItemId) {
        apply(new CardOrderGivenUp(cardId, workItemId));
    }

    /** Notes the answer to an order; to one that was not given up, or was answered before, it changes nothing. */
    void answerLate(WorkItemId workItemId, boolean carriedOut) {
        if (givenUp.contains(workItemId)) {
            apply(new CardOrderAnsweredLate(cardId, workItemId, carriedOut));
        }
    }

    @CommandHandler
    LostCardStanding handle(CheckLostCard command) {
        if (status != CardStatus.SUSPENDED) {
            return LostCardStanding.NOT_SUSPENDED;
        }
        return overtaken.isEmpty() && givenUp.isEmpty() ? LostCardStanding.SUSPENDED : LostCardStanding.AT_RISK;
    }

    private boolean allows(OrderKind kind) {
        return switch (kind) {
            case ADDITIONAL_CARD_ISSUANCE -> false;
            case CARD_ACTIVATION -> status == CardStatus.ISSUED;
            case CARD_BLOCKADE -> status == CardStatus.ACTIVE;
            case CARD_DEBLOCKADE -> status == CardStatus.SUSPENDED;
            case CARD_TERMINATION, CARD_REPLACEMENT -> status != CardStatus.TERMINATED;
        };
    }

    void close(WorkItemId workItemId) {
        if (openOrders.containsValue(workItemId)) {
            apply(new CardOrderClosed(cardId, workItemId));
        }
    }

    void activate(WorkItemId workItemId) {
        if (!isOvertaken(workItemId) && (status == CardStatus.ISSUED || status == CardStatus.SUSPENDED)) {
            apply(new CardActivated(cardId));
        }
    }

    void suspend() {
        if (status == CardStatus.ISSUED || status == CardStatus.ACTIVE) {
            apply(new CardSuspended(cardId));
        }
    }

    void terminate() {
        if (status != CardStatus.TERMINATED) {
            apply(new CardTerminated(cardId));
        }
    }

    String serialNumber() {
        return serialNumber;
    }

    String customerNumber() {
        return customerNumber;
    }

    ArrangementNumber arrangementNumber() {
        return arrangementNumber;
    }

    @EventSourcingHandler
    void on(CardRegistered event) {
        cardId = event.cardId();
        serialNumber = event.serialNumber();
        customerNumber = event.customerNumber();
        arrangementNumber = event.arrangementNumber();
        status = event.status();
    }

    @EventSourcingHandler
    void on(CardOrderOpened event) {
        openOrders.put(event.kind(), event.workItemId());
    }

    @EventSourcingHandler
    void on(CardOrderClosed event) {
        openOrders.values().remove(event.workItemId());
        overtaken.remove(event.workItemId());
        if (event.workItemId().equals(lostReport)) {
            lostReport = null;
        }
    }

    @EventSourcingHandler
    void on(CardReportedLost event) {
        lostReport = event.workItemId();
        openOrders.forEach((kind, workItemId) -> {
            if (kind.makesActive()) {
                overtaken.add(workItemId);
            }
        });
    }

    @EventSourcingHandler
    void on(CardOrderGivenUp event) {
        givenUp.add(event.workItemId());
    }

    @EventSourcingHandler
    void on(CardOrderAnsweredLate event) {
        givenUp.remove(event.workItemId());
    }

    @EventSourcingHandler
    void on(CardActivated event) {
        status = CardStatus.ACTIVE;
    }

    @EventSourcingHandler
    void on(CardSuspended event) {
        status = CardStatus.SUSPENDED;
    }

    @EventSourcingHandler
    void on(CardTerminated event) {
        status = CardStatus.TERMINATED;
    }
}
