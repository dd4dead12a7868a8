package io.docket.cardorders.command;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardActivated;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrderClosed;
import io.docket.cardorders.api.CardOrderOpened;
import io.docket.cardorders.api.CardOrderProblem;
import io.docket.cardorders.api.CardRegistered;
import io.docket.cardorders.api.CardStatus;
import io.docket.cardorders.api.CardSuspended;
import io.docket.cardorders.api.CardTerminated;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import java.util.EnumMap;
import java.util.Map;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;

/**
 * A card: its status, and its open orders. It sees to it that there is one open order of a kind at the most, and that an
 * order fits the card's status.
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
     * @throws RefusedException if there is an open one of its kind, or the card's status does not allow it
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
        apply(new CardOrderOpened(cardId, workItemId, kind));
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

    void activate() {
        if (status == CardStatus.ISSUED || status == CardStatus.SUSPENDED) {
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
