package io.docket.cardorders.command.model;

import static java.util.Objects.requireNonNull;

import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.CardStatus;
import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.command.CancelOrder;
import io.docket.cardorders.command.ExpireOrder;
import io.docket.cardorders.command.OrderReceipt;
import io.docket.cardorders.command.Processing;
import io.docket.cardorders.command.RecordCompletion;
import io.docket.cardorders.command.RecordRefusal;
import io.docket.cardorders.command.RejectOrder;
import io.docket.cardorders.command.StartProcessing;
import io.docket.cardorders.command.reference.ReferenceData;
import java.util.function.Consumer;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Carries card orders to their end.
 *
 * <p>This stands outside of the aggregates because an order that ends, or is carried out, changes two of them or more: the
 * work item, and the card or arrangement that knows it as open. The events of all are appended together, or not at all. What
 * changes the work item alone, {@link WorkItem} does itself.
 */
@Component
class ConcludeCardOrders {

    private static final String REPORTED_LOST = "The card has been reported lost or stolen.";
    private static final String ERASED = "Personal data that the order needs have been erased.";

    private final Repository<WorkItem> workItems;
    private final Repository<Card> cards;
    private final Repository<Arrangement> arrangements;
    private final ReferenceData referenceData;

    ConcludeCardOrders(
            Repository<WorkItem> workItems,
            Repository<Card> cards,
            Repository<Arrangement> arrangements,
            ReferenceData referenceData) {
        this.workItems = workItems;
        this.cards = cards;
        this.arrangements = arrangements;
        this.referenceData = referenceData;
    }

    @CommandHandler
    OrderReceipt handle(CancelOrder command, MetaData metaData) {
        return end(command.workItemId(), command.kind(), metaData, order -> order.cancel(command.reason()));
    }

    @CommandHandler
    OrderReceipt handle(RejectOrder command, MetaData metaData) {
        return end(command.workItemId(), command.kind(), metaData, order -> order.reject(command.reason()));
    }

    /** Ends an order on a person's behalf. */
    private OrderReceipt end(WorkItemId workItemId, OrderKind kind, MetaData metaData, Consumer<WorkItem> end) {
        Aggregate<WorkItem> order = workItems.load(workItemId.toString());
        order.execute(found -> {
            found.requireMeant(kind, metaData);
            end.accept(found);
        });
        close(workItemId, order);
        return order.invoke(WorkItem::receipt);
    }

    @CommandHandler
    void handle(ExpireOrder command) {
        Aggregate<WorkItem> order = workItems.load(command.workItemId().toString());
        if (order.invoke(WorkItem::expire)) {
            close(command.workItemId(), order);
        }
    }

    @CommandHandler
    Processing handle(StartProcessing command) {
        Aggregate<WorkItem> order = workItems.load(command.workItemId().toString());
        if (isOvertaken(command.workItemId(), order)) {
            withdraw(command.workItemId(), order);
            return new Processing(null, null);
        }
        if (order.invoke(WorkItem::lacksWhatWasErased)) {
            if (order.invoke(found -> found.withdraw(ERASED))) {
                close(command.workItemId(), order);
            }
            return new Processing(null, null);
        }
        return order.invoke(WorkItem::startProcessing)
                ? order.invoke(found -> new Processing(named(found.additionalCard()), found.order()))
                : new Processing(null, null);
    }

    private void withdraw(WorkItemId workItemId, Aggregate<WorkItem> order) {
        boolean mayBeCarriedOut = order.invoke(WorkItem::isBeingProcessed);
        if (order.invoke(found -> found.withdraw(REPORTED_LOST))) {
            if (mayBeCarriedOut) {
                cardOf(order).execute(card -> card.giveUp(workItemId));
            }
            close(workItemId, order);
        }
    }

    /** With the name of a person whom the bank has come to know since the card was asked for. */
    private @Nullable AdditionalCard named(@Nullable AdditionalCard card) {
        if (card == null || card.authorizedCustomerName() != null) {
            return card;
        }
        return new AdditionalCard(
                card.authorizedCustomerNumber(),
                referenceData.nameOf(card.authorizedCustomerNumber()),
                card.ownerCustomerNumber(),
                card.ownerCustomerName(),
                card.arrangementNumber(),
                card.productCode());
    }

    /** Whether an order would make a card active that was reported lost after it. */
    private boolean isOvertaken(WorkItemId workItemId, Aggregate<WorkItem> order) {
        return makesActive(order) && cardOf(order).invoke(card -> card.isOvertaken(workItemId));
    }

    private static boolean makesActive(Aggregate<WorkItem> order) {
        CardOrder cardOrder = order.invoke(WorkItem::order);
        return cardOrder != null && cardOrder.kind().makesActive();
    }

    @CommandHandler
    void handle(RecordRefusal command) {
        Aggregate<WorkItem> order = workItems.load(command.workItemId().toString());
        if (order.invoke(found -> found.refuse(command.reason()))) {
            close(command.workItemId(), order);
        } else {
            answeredLate(command.workItemId(), order, false);
        }
    }

    /** An answer that comes a second time changes nothing; one to an order that was given up is news to the card. */
    private void answeredLate(WorkItemId workItemId, Aggregate<WorkItem> order, boolean carriedOut) {
        if (makesActive(order)) {
            cardOf(order).execute(card -> card.answerLate(workItemId, carriedOut));
        }
    }

    @CommandHandler
    void handle(RecordCompletion command) throws Exception {
        Aggregate<WorkItem> order = workItems.load(command.workItemId().toString());
        if (!order.invoke(found -> found.complete(command.newCard()))) {
            answeredLate(command.workItemId(), order, true);
            return;
        }
        Processing done = order.invoke(found -> new Processing(found.additionalCard(), found.order()));
        if (done.additionalCard() != null) {
            issued(done.additionalCard(), requireNonNull(command.newCard()));
        } else {
            carriedOut(command.workItemId(), requireNonNull(done.order()), command.newCard());
        }
        close(command.workItemId(), order);
    }

    private void issued(AdditionalCard additionalCard, NewCard newCard) throws Exception {
        register(newCard, additionalCard.authorizedCustomerNumber(), additionalCard.arrangementNumber());
        arrangements
                .load(additionalCard.arrangementNumber().toString())
                .execute(arrangement -> arrangement.issue(newCard, additionalCard.authorizedCustomerNumber()));
    }

    private void carriedOut(WorkItemId workItemId, CardOrder order, @Nullable NewCard newCard) throws Exception {
        Aggregate<Card> card = cards.load(order.cardId().toString());
        switch (order.kind()) {
            case CARD_ACTIVATION, CARD_DEBLOCKADE -> card.execute(found -> found.activate(workItemId));
            case CARD_BLOCKADE -> card.execute(Card::suspend);
            case CARD_TERMINATION -> {
                card.execute(Card::terminate);
                onArrangementOf(card, arrangement -> arrangement.end(order.cardId()));
            }
            case CARD_REPLACEMENT -> {
                NewCard replacement = requireNonNull(newCard);
                card.execute(Card::terminate);
                register(replacement, order.customerNumber(), card.invoke(Card::arrangementNumber));
                onArrangementOf(card, arrangement -> arrangement.replace(order.cardId(), replacement));
            }
            case ADDITIONAL_CARD_ISSUANCE -> throw new IllegalStateException("An issuance concerns no card");
        }
    }

    private void register(NewCard newCard, String customerNumber, ArrangementNumber arrangementNumber)
            throws Exception {
        cards.newInstance(() -> new Card(
                newCard.cardId(), newCard.serialNumber(), customerNumber, arrangementNumber, CardStatus.ISSUED));
    }

    private void onArrangementOf(Aggregate<Card> card, Consumer<Arrangement> change) {
        try {
            arrangements.load(card.invoke(Card::arrangementNumber).toString()).execute(change);
        } catch (AggregateNotFoundException withoutAdditionalCards) {
            // There was never an order for an additional card on it.
            return;
        }
    }

    private void close(WorkItemId workItemId, Aggregate<WorkItem> order) {
        AdditionalCard additionalCard = order.invoke(WorkItem::additionalCard);
        if (additionalCard != null) {
            arrangements
                    .load(additionalCard.arrangementNumber().toString())
                    .execute(arrangement -> arrangement.close(workItemId));
        } else {
            cardOf(order).execute(card -> card.close(workItemId));
        }
    }

    /** The card that an order is for, other than one for an additional card. */
    private Aggregate<Card> cardOf(Aggregate<WorkItem> order) {
        return cards.load(requireNonNull(order.invoke(WorkItem::order)).cardId().toString());
    }
}
