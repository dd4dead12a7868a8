package io.docket.cardorders.command;

import static java.util.Objects.requireNonNull;

import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.ApproveOrder;
import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CancelOrder;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.CardOrderProblem;
import io.docket.cardorders.api.CardStatus;
import io.docket.cardorders.api.ExpireOrder;
import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.OrderReceipt;
import io.docket.cardorders.api.Processing;
import io.docket.cardorders.api.RecordCompletion;
import io.docket.cardorders.api.RecordRefusal;
import io.docket.cardorders.api.RejectOrder;
import io.docket.cardorders.api.RequestAdditionalCard;
import io.docket.cardorders.api.RequestCardOrder;
import io.docket.cardorders.api.StartProcessing;
import io.docket.cardorders.api.SuspendProcessing;
import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.Refusal;
import io.docket.platform.commands.CommandMetaData;
import io.docket.platform.errors.RefusedException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Handles the commands of card orders. An order concerns two aggregates: the work item, and the card or arrangement that
 * sees to it that orders do not contradict each other. The events of both are appended together, or not at all.
 */
@Component
@EnableConfigurationProperties(OrderProperties.class)
class CardOrderCommandHandler {

    /** With these reasons for a replacement the old card may be in a stranger's hands. */
    private static final Set<String> OUT_OF_HAND = Set.of("card-losses", "stolen-card");

    private static final String REPORTED_LOST = "The card has been reported lost or stolen.";

    private final Repository<WorkItem> workItems;
    private final Repository<Card> cards;
    private final Repository<Arrangement> arrangements;
    private final ReferenceData referenceData;
    private final OrderProperties properties;

    CardOrderCommandHandler(
            Repository<WorkItem> workItems,
            Repository<Card> cards,
            Repository<Arrangement> arrangements,
            ReferenceData referenceData,
            OrderProperties properties) {
        this.workItems = workItems;
        this.cards = cards;
        this.arrangements = arrangements;
        this.referenceData = referenceData;
        this.properties = properties;
    }

    @CommandHandler
    OrderReceipt handle(RequestAdditionalCard command, MetaData metaData) throws Exception {
        ReferenceData.ArrangementEntry arrangement = referenceData
                .arrangement(command.arrangementNumber())
                .filter(found -> CommandMetaData.actsFor(found.ownerCustomerNumber(), metaData))
                .orElseThrow(() -> conflict(CardOrderProblem.UNKNOWN_ARRANGEMENT, "There is no such arrangement."));
        ReferenceData.CustomerEntry owner =
                referenceData.customer(arrangement.ownerCustomerNumber()).orElseThrow();
        boolean asCustomer = CommandMetaData.isRestricted(metaData);
        if (!asCustomer) {
            requireKnown(command.authorizedCustomerNumber());
        }
        String authorized = command.authorizedCustomerNumber();
        if (owner.number().equals(authorized)) {
            throw conflict(
                    CardOrderProblem.OWNER_CAN_NOT_HAVE_ADDITIONAL_CARD,
                    "An additional card is for somebody else than the owner of the arrangement.");
        }
        var additionalCard = new AdditionalCard(
                authorized,
                nameOf(authorized),
                owner.number(),
                owner.name(),
                command.arrangementNumber(),
                arrangement.productCode());
        arrangements
                .loadOrCreate(command.arrangementNumber().toString(), Arrangement::new)
                .execute(found -> found.open(command.arrangementNumber(), command.workItemId(), authorized));
        boolean approvedAtOnce = !asCustomer && isApprovedAtOnce(OrderKind.ADDITIONAL_CARD_ISSUANCE);
        return create(() -> new WorkItem(command.workItemId(), additionalCard, command.description(), approvedAtOnce));
    }

    /**
     * A customer is not told whether the bank knows another one: that customer's order waits for approval, and it is the
     * approver who is told.
     */
    private void requireKnown(String customerNumber) {
        if (referenceData.customer(customerNumber).isEmpty()) {
            throw conflict(CardOrderProblem.UNKNOWN_CUSTOMER, "There is no such customer.");
        }
    }

    @CommandHandler
    OrderReceipt handle(RequestCardOrder command, MetaData metaData) throws Exception {
        Aggregate<Card> card = cardOf(command.cardId());
        if (!CommandMetaData.actsFor(card.invoke(Card::customerNumber), metaData)) {
            throw unknownCard();
        }
        var order = new CardOrder(
                command.kind(),
                command.cardId(),
                card.invoke(Card::serialNumber),
                card.invoke(Card::customerNumber),
                command.description(),
                command.blockadeReason(),
                command.replacementReason(),
                command.embossmentLine1());
        card.execute(found -> {
            found.open(command.kind(), command.workItemId());
            if (command.replacementReason() != null && OUT_OF_HAND.contains(command.replacementReason())) {
                found.reportLost(command.workItemId(), command.replacementReason());
            }
        });
        return create(() -> new WorkItem(command.workItemId(), order, isApprovedAtOnce(command.kind())));
    }

    private OrderReceipt create(Callable<WorkItem> workItem) throws Exception {
        return workItems.newInstance(workItem).invoke(WorkItem::receipt);
    }

    private boolean isApprovedAtOnce(OrderKind kind) {
        return !properties.approvalRequired().contains(kind);
    }

    @CommandHandler
    OrderReceipt handle(CancelOrder command, MetaData metaData) {
        return change(command.workItemId(), command.kind(), metaData, order -> {
            order.cancel(command.reason());
            return true;
        });
    }

    @CommandHandler
    OrderReceipt handle(ApproveOrder command, MetaData metaData) {
        return change(command.workItemId(), command.kind(), metaData, order -> {
            order.requireProposed();
            AdditionalCard additionalCard = order.additionalCard();
            if (additionalCard != null) {
                requireKnown(additionalCard.authorizedCustomerNumber());
            }
            order.approve(metaData);
            return false;
        });
    }

    @CommandHandler
    OrderReceipt handle(RejectOrder command, MetaData metaData) {
        return change(command.workItemId(), command.kind(), metaData, order -> {
            order.reject(command.reason());
            return true;
        });
    }

    /** Changes an order on a person's behalf. The change answers whether the order ends by it. */
    private OrderReceipt change(
            WorkItemId workItemId, OrderKind kind, MetaData metaData, Function<WorkItem, Boolean> change) {
        Aggregate<WorkItem> order = workItems.load(workItemId.toString());
        order.execute(found -> found.requireMeant(kind, metaData));
        if (order.invoke(change)) {
            close(workItemId, order);
        }
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

    private @Nullable String nameOf(String customerNumber) {
        return referenceData
                .customer(customerNumber)
                .map(ReferenceData.CustomerEntry::name)
                .orElse(null);
    }

    /** With the name of a person whom the bank has come to know since the card was asked for. */
    private @Nullable AdditionalCard named(@Nullable AdditionalCard card) {
        if (card == null || card.authorizedCustomerName() != null) {
            return card;
        }
        return new AdditionalCard(
                card.authorizedCustomerNumber(),
                nameOf(card.authorizedCustomerNumber()),
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
    void handle(SuspendProcessing command) {
        workItems.load(command.workItemId().toString()).execute(WorkItem::suspendProcessing);
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
    LostCardStanding handle(CheckLostCard command) {
        return cards.load(command.cardId().toString()).invoke(Card::standing);
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

    /** A card known from its events, or else from the reference data. */
    private Aggregate<Card> cardOf(CardId cardId) throws Exception {
        ReferenceData.CardEntry entry = referenceData.card(cardId).orElse(null);
        // A factory that throws would never let go of the lock on the card.
        return entry == null
                ? knownCard(cardId)
                : cards.loadOrCreate(
                        cardId.toString(),
                        () -> new Card(
                                entry.cardId(),
                                entry.serialNumber(),
                                entry.customerNumber(),
                                entry.arrangementNumber(),
                                entry.status()));
    }

    private Aggregate<Card> knownCard(CardId cardId) {
        try {
            return cards.load(cardId.toString());
        } catch (AggregateNotFoundException nobodyKnowsIt) {
            throw unknownCard();
        }
    }

    private static RefusedException unknownCard() {
        return conflict(CardOrderProblem.UNKNOWN_CARD, "There is no such card.");
    }

    private static RefusedException conflict(String problem, String detail) {
        return new RefusedException(Refusal.conflict(problem, detail));
    }
}
