package io.docket.cardorders.command.model;

import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.CardOrderProblem;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.command.OrderReceipt;
import io.docket.cardorders.command.RequestAdditionalCard;
import io.docket.cardorders.command.RequestCardOrder;
import io.docket.cardorders.command.reference.OrderProperties;
import io.docket.cardorders.command.reference.ReferenceData;
import io.docket.common.api.Refusal;
import io.docket.platform.commands.CommandMetaData;
import io.docket.platform.errors.RefusedException;
import java.util.Set;
import java.util.concurrent.Callable;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.Repository;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Takes card orders.
 *
 * <p>This stands outside of the aggregates because an order concerns two of them: the work item, and the card or arrangement
 * that sees to it that orders do not contradict each other. The events of both are appended together, or not at all.
 */
@Component
@EnableConfigurationProperties(OrderProperties.class)
class PlaceCardOrders {

    /** With these reasons for a replacement the old card may be in a stranger's hands. */
    private static final Set<String> OUT_OF_HAND = Set.of("card-losses", "stolen-card");

    private final Repository<WorkItem> workItems;
    private final Repository<Card> cards;
    private final Repository<Arrangement> arrangements;
    private final ReferenceData referenceData;
    private final OrderProperties properties;

    PlaceCardOrders(
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
            // A customer is not told whether the bank knows another one: the order waits, and its approver is told.
            referenceData.requireKnown(command.authorizedCustomerNumber());
        }
        String authorized = command.authorizedCustomerNumber();
        if (owner.number().equals(authorized)) {
            throw conflict(
                    CardOrderProblem.OWNER_CAN_NOT_HAVE_ADDITIONAL_CARD,
                    "An additional card is for somebody else than the owner of the arrangement.");
        }
        var additionalCard = new AdditionalCard(
                authorized,
                referenceData.nameOf(authorized),
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
