package io.docket.cardorders.command.model;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrderProblem;
import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.api.event.card.AdditionalCardEnded;
import io.docket.cardorders.api.event.card.AdditionalCardIssued;
import io.docket.cardorders.api.event.card.AdditionalCardOrderClosed;
import io.docket.cardorders.api.event.card.AdditionalCardOrderOpened;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;

/**
 * An arrangement, with regard to additional cards: one open order and one card for a person at the most. It comes into
 * being with its first order.
 */
@Aggregate(type = "Arrangement")
class Arrangement {

    @AggregateIdentifier
    private ArrangementNumber arrangementNumber;

    private final Map<WorkItemId, String> personsByOpenOrder = new HashMap<>();
    private final Map<CardId, String> personsByCard = new HashMap<>();

    /** For the framework, which then replays the arrangement's events, if there are any. */
    @SuppressWarnings("NullAway.Init")
    Arrangement() {}

    /**
     * Opens an order for an additional card.
     *
     * @throws RefusedException if there is an open one for the same person, or the person has a card
     */
    void open(ArrangementNumber number, WorkItemId workItemId, String authorizedCustomerNumber) {
        if (personsByOpenOrder.containsValue(authorizedCustomerNumber)) {
            throw new RefusedException(Refusal.conflict(
                    CardOrderProblem.REQUEST_ALREADY_EXISTS,
                    "There is an open order for this person on this arrangement."));
        }
        if (personsByCard.containsValue(authorizedCustomerNumber)) {
            throw new RefusedException(Refusal.conflict(
                    CardOrderProblem.ACTIVE_ADDITIONAL_CARD_ALREADY_EXISTS,
                    "The person has an additional card on this arrangement."));
        }
        apply(new AdditionalCardOrderOpened(number, workItemId, authorizedCustomerNumber));
    }

    void close(WorkItemId workItemId) {
        if (personsByOpenOrder.containsKey(workItemId)) {
            apply(new AdditionalCardOrderClosed(arrangementNumber, workItemId));
        }
    }

    void issue(NewCard card, String authorizedCustomerNumber) {
        apply(new AdditionalCardIssued(arrangementNumber, authorizedCustomerNumber, card.cardId()));
    }

    /** Ends an additional card; of another card it knows nothing. */
    void end(CardId cardId) {
        if (personsByCard.containsKey(cardId)) {
            apply(new AdditionalCardEnded(arrangementNumber, cardId));
        }
    }

    /** Puts a new card in the place of an additional card; of another card it knows nothing. */
    void replace(CardId cardId, NewCard card) {
        String person = personsByCard.get(cardId);
        if (person != null) {
            end(cardId);
            issue(card, person);
        }
    }

    @EventSourcingHandler
    void on(AdditionalCardOrderOpened event) {
        arrangementNumber = event.arrangementNumber();
        personsByOpenOrder.put(event.workItemId(), event.authorizedCustomerNumber());
    }

    @EventSourcingHandler
    void on(AdditionalCardOrderClosed event) {
        personsByOpenOrder.remove(event.workItemId());
    }

    @EventSourcingHandler
    void on(AdditionalCardIssued event) {
        personsByCard.put(event.cardId(), event.authorizedCustomerNumber());
    }

    @EventSourcingHandler
    void on(AdditionalCardEnded event) {
        personsByCard.remove(event.cardId());
    }
}
