package io.docket.cardorders.command.model;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.CardOrderProblem;
import io.docket.cardorders.api.CustomerFriendlyStatus;
import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.OrderStatus;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.api.event.workitem.AdditionalCardRequested;
import io.docket.cardorders.api.event.workitem.CardOrderRequested;
import io.docket.cardorders.api.event.workitem.OrderApproved;
import io.docket.cardorders.api.event.workitem.OrderCanceled;
import io.docket.cardorders.api.event.workitem.OrderExpired;
import io.docket.cardorders.api.event.workitem.OrderRejected;
import io.docket.cardorders.api.event.workitem.ProcessingStarted;
import io.docket.cardorders.api.event.workitem.ProcessingSucceeded;
import io.docket.cardorders.api.event.workitem.ProcessingSuspended;
import io.docket.cardorders.command.ApproveOrder;
import io.docket.cardorders.command.OrderReceipt;
import io.docket.cardorders.command.SuspendProcessing;
import io.docket.cardorders.command.reference.ReferenceData;
import io.docket.common.api.PersonalData;
import io.docket.common.api.Refusal;
import io.docket.platform.commands.CommandMetaData;
import io.docket.platform.correlation.Correlation;
import io.docket.platform.errors.RefusedException;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/**
 * A card order, from the request to its end.
 *
 * <p>{@code proposed → approved → external-processing-in-progress → external-processing-succeded}, or it ends in {@code
 * canceled}, {@code rejected} or {@code expired}. What changes its card, or arrangement, together with it is up to {@link
 * PlaceCardOrders} and {@link ConcludeCardOrders}.
 */
@Aggregate(type = "WorkItem")
class WorkItem {

    @AggregateIdentifier
    private WorkItemId workItemId;

    private OrderKind kind;
    private String customerNumber;
    private OrderStatus status;
    private boolean suspended;
    private @Nullable String requestedBy;
    private @Nullable AdditionalCard additionalCard;
    private @Nullable CardOrder order;

    /** For the framework, which then replays the order's events. */
    @SuppressWarnings("NullAway.Init")
    WorkItem() {}

    @SuppressWarnings("NullAway.Init")
    WorkItem(
            WorkItemId workItemId,
            AdditionalCard additionalCard,
            @Nullable String description,
            boolean approvedAtOnce) {
        apply(new AdditionalCardRequested(workItemId, additionalCard, description));
        if (approvedAtOnce) {
            apply(new OrderApproved(workItemId));
        }
    }

    @SuppressWarnings("NullAway.Init")
    WorkItem(WorkItemId workItemId, CardOrder order, boolean approvedAtOnce) {
        apply(new CardOrderRequested(workItemId, order));
        if (approvedAtOnce) {
            apply(new OrderApproved(workItemId));
        }
    }

    /**
     * Lets only those commands on that mean this order, and may.
     *
     * @throws RefusedException not found, or precondition failed
     */
    void requireMeant(OrderKind expected, MetaData command) {
        CommandMetaData.requireActingFor(customerNumber, command);
        if (kind != expected) {
            throw new RefusedException(Refusal.notFound());
        }
        CommandMetaData.requireMatching(getVersion(), command);
    }

    /** Whether it has not come to its end. */
    boolean isOpen() {
        return status.isOpen();
    }

    void cancel(@Nullable String reason) {
        if (status != OrderStatus.PROPOSED && status != OrderStatus.APPROVED) {
            throw new RefusedException(Refusal.conflict(
                    CardOrderProblem.REQUEST_STATUS_NOT_ELIGIBLE_FOR_CANCELATION,
                    "Only proposed and approved orders can be cancelled."));
        }
        apply(new OrderCanceled(workItemId, reason));
    }

    /** Who orders does not approve. */
    @CommandHandler
    OrderReceipt handle(ApproveOrder command, MetaData metaData, ReferenceData referenceData) {
        requireMeant(command.kind(), metaData);
        requireProposed();
        if (additionalCard != null) {
            referenceData.requireKnown(additionalCard.authorizedCustomerNumber());
        }
        if (requestedBy != null && requestedBy.equals(personIn(metaData))) {
            throw new RefusedException(Refusal.conflict(
                    CardOrderProblem.APPROVER_IS_REQUESTER, "Who has requested an order does not approve it."));
        }
        apply(new OrderApproved(workItemId));
        return receipt();
    }

    void reject(String reason) {
        requireProposed();
        apply(new OrderRejected(workItemId, reason));
    }

    private void requireProposed() {
        if (status != OrderStatus.PROPOSED) {
            throw new RefusedException(Refusal.conflict(
                    CardOrderProblem.REQUEST_STATUS_NOT_ELIGIBLE,
                    "Only proposed orders can be approved and rejected."));
        }
    }

    /** Whether the order ends by it. */
    boolean expire() {
        if (status != OrderStatus.PROPOSED) {
            return false;
        }
        apply(new OrderExpired(workItemId));
        return true;
    }

    /** Whether the order is to be processed; also said again of one whose processing has started. */
    boolean startProcessing() {
        if (status == OrderStatus.APPROVED) {
            apply(new ProcessingStarted(workItemId));
        }
        return status == OrderStatus.EXTERNAL_PROCESSING_IN_PROGRESS;
    }

    /** Also of an order that has yet to wait for another one, which the outage holds up. */
    @CommandHandler
    void handle(SuspendProcessing command) {
        boolean underway = status == OrderStatus.APPROVED || status == OrderStatus.EXTERNAL_PROCESSING_IN_PROGRESS;
        if (underway && !suspended) {
            apply(new ProcessingSuspended(workItemId));
        }
    }

    /** Whether the order ends by it; an outcome that comes a second time changes nothing. */
    boolean complete(@Nullable NewCard newCard) {
        if (status != OrderStatus.EXTERNAL_PROCESSING_IN_PROGRESS) {
            return false;
        }
        apply(new ProcessingSucceeded(workItemId, newCard));
        return true;
    }

    /** Whether the order ends by it; an outcome that comes a second time changes nothing. */
    boolean refuse(String reason) {
        if (status != OrderStatus.EXTERNAL_PROCESSING_IN_PROGRESS) {
            return false;
        }
        apply(new OrderRejected(workItemId, reason));
        return true;
    }

    /** Whether the card management system may have been asked for it, and has not answered. */
    boolean isBeingProcessed() {
        return status == OrderStatus.EXTERNAL_PROCESSING_IN_PROGRESS;
    }

    /** Whether the card management system would need what has been erased since the order was placed. */
    boolean lacksWhatWasErased() {
        return (additionalCard != null
                        && (PersonalData.ERASED.equals(additionalCard.authorizedCustomerName())
                                || PersonalData.ERASED.equals(additionalCard.ownerCustomerName())))
                || (order != null && PersonalData.ERASED.equals(order.embossmentLine1()));
    }

    /** Whether the order ends by it: one that is to be processed, and now is not, or not again. */
    boolean withdraw(String reason) {
        if (status != OrderStatus.APPROVED && status != OrderStatus.EXTERNAL_PROCESSING_IN_PROGRESS) {
            return false;
        }
        apply(new OrderRejected(workItemId, reason));
        return true;
    }

    @Nullable
    AdditionalCard additionalCard() {
        return additionalCard;
    }

    @Nullable
    CardOrder order() {
        return order;
    }

    OrderReceipt receipt() {
        return new OrderReceipt(
                workItemId, suspended ? CustomerFriendlyStatus.SUSPENDED : status.customerFriendly(), getVersion());
    }

    @EventSourcingHandler
    void on(AdditionalCardRequested event, MetaData metaData) {
        requestedBy = personIn(metaData);
        workItemId = event.workItemId();
        kind = OrderKind.ADDITIONAL_CARD_ISSUANCE;
        customerNumber = event.additionalCard().ownerCustomerNumber();
        status = OrderStatus.PROPOSED;
        additionalCard = event.additionalCard();
    }

    @EventSourcingHandler
    void on(CardOrderRequested event, MetaData metaData) {
        requestedBy = personIn(metaData);
        workItemId = event.workItemId();
        kind = event.order().kind();
        customerNumber = event.order().customerNumber();
        status = OrderStatus.PROPOSED;
        order = event.order();
    }

    @EventSourcingHandler
    void on(OrderApproved event) {
        status = OrderStatus.APPROVED;
    }

    @EventSourcingHandler
    void on(OrderRejected event) {
        end(OrderStatus.REJECTED);
    }

    @EventSourcingHandler
    void on(OrderCanceled event) {
        end(OrderStatus.CANCELED);
    }

    @EventSourcingHandler
    void on(OrderExpired event) {
        end(OrderStatus.EXPIRED);
    }

    @EventSourcingHandler
    void on(ProcessingStarted event) {
        status = OrderStatus.EXTERNAL_PROCESSING_IN_PROGRESS;
        suspended = false;
    }

    @EventSourcingHandler
    void on(ProcessingSuspended event) {
        suspended = true;
    }

    @EventSourcingHandler
    void on(ProcessingSucceeded event) {
        end(OrderStatus.EXTERNAL_PROCESSING_SUCCEDED);
    }

    /** The person whom the sender's token names, else the sender. */
    private static @Nullable String personIn(MetaData metaData) {
        return Stream.of(Correlation.AGENT_ID, Correlation.AGENT_NAME, Correlation.ACTOR)
                .filter(metaData::containsKey)
                .map(key -> key + " " + metaData.get(key))
                .findFirst()
                .orElse(null);
    }

    private void end(OrderStatus reached) {
        status = reached;
        suspended = false;
    }
}
