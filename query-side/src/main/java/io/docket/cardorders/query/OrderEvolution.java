package io.docket.cardorders.query;

import static java.util.Objects.requireNonNull;

import io.docket.cardorders.api.Actor;
import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.CustomerFriendlyStatus;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.OrderStatus;
import io.docket.cardorders.api.event.workitem.AdditionalCardRequested;
import io.docket.cardorders.api.event.workitem.CardOrderRequested;
import io.docket.cardorders.api.event.workitem.OrderApproved;
import io.docket.cardorders.api.event.workitem.OrderCanceled;
import io.docket.cardorders.api.event.workitem.OrderExpired;
import io.docket.cardorders.api.event.workitem.OrderRejected;
import io.docket.cardorders.api.event.workitem.ProcessingStarted;
import io.docket.cardorders.api.event.workitem.ProcessingSucceeded;
import io.docket.cardorders.api.event.workitem.ProcessingSuspended;
import io.docket.cardorders.api.event.workitem.WorkItemEvent;
import io.docket.platform.correlation.Correlation;
import io.docket.platform.projection.Evolution;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;

/** What each event makes of a card order. The list and the history agree on it. */
final class OrderEvolution implements Evolution<OrderView> {

    @Override
    public OrderView after(DomainEventMessage<?> message, @Nullable OrderView before) {
        WorkItemEvent event = (WorkItemEvent) message.getPayload();
        Instant time = message.getTimestamp();
        if (event instanceof AdditionalCardRequested requested) {
            return requested(
                    message,
                    event,
                    OrderKind.ADDITIONAL_CARD_ISSUANCE,
                    requested.additionalCard(),
                    null,
                    requested.description());
        } else if (event instanceof CardOrderRequested requested) {
            return requested(
                    message,
                    event,
                    requested.order().kind(),
                    null,
                    requested.order(),
                    requested.order().description());
        }
        Draft draft = new Draft(requireNonNull(before));
        if (event instanceof OrderApproved) {
            draft.moveTo(OrderStatus.APPROVED, time);
        } else if (event instanceof OrderRejected rejected) {
            draft.moveTo(OrderStatus.REJECTED, time);
            draft.rejectionReason = rejected.reason();
        } else if (event instanceof OrderCanceled canceled) {
            draft.moveTo(OrderStatus.CANCELED, time);
            draft.cancelationReason = canceled.reason();
        } else if (event instanceof OrderExpired) {
            draft.moveTo(OrderStatus.EXPIRED, time);
        } else if (event instanceof ProcessingStarted) {
            draft.moveTo(OrderStatus.EXTERNAL_PROCESSING_IN_PROGRESS, time);
        } else if (event instanceof ProcessingSuspended) {
            draft.customerFriendlyStatus = CustomerFriendlyStatus.SUSPENDED;
        } else if (event instanceof ProcessingSucceeded succeeded) {
            draft.newCardId =
                    succeeded.newCard() == null ? null : succeeded.newCard().cardId();
            draft.moveTo(OrderStatus.EXTERNAL_PROCESSING_SUCCEDED, time);
        } else {
            throw new IllegalArgumentException("Not known here: " + event.getClass());
        }
        return draft.after(message);
    }

    private static OrderView requested(
            DomainEventMessage<?> message,
            WorkItemEvent event,
            OrderKind kind,
            @Nullable AdditionalCard additionalCard,
            @Nullable CardOrder order,
            @Nullable String description) {
        Instant requestedAt = message.getTimestamp();
        return new OrderView(
                event.workItemId(),
                0,
                kind,
                additionalCard,
                order,
                description,
                null,
                OrderStatus.PROPOSED,
                OrderStatus.PROPOSED.customerFriendly(),
                requestedAt,
                requestedAt,
                null,
                null,
                actorOf(message));
    }

    private static Actor actorOf(DomainEventMessage<?> message) {
        String agentId = text(message, Correlation.AGENT_ID);
        return new Actor(
                agentId == null ? text(message, Correlation.ACTOR) : agentId, text(message, Correlation.AGENT_NAME));
    }

    private static @Nullable String text(DomainEventMessage<?> message, String key) {
        Object value = message.getMetaData().get(key);
        return value == null ? null : value.toString();
    }

    /** The parts of an order that change. */
    private static final class Draft {

        private final OrderView before;
        private OrderStatus status;
        private CustomerFriendlyStatus customerFriendlyStatus;
        private Instant statusAt;
        private @Nullable CardId newCardId;
        private @Nullable String cancelationReason;
        private @Nullable String rejectionReason;

        Draft(OrderView before) {
            this.before = before;
            status = before.status();
            customerFriendlyStatus = before.customerFriendlyStatus();
            statusAt = before.statusAt();
            newCardId = before.newCardId();
            cancelationReason = before.cancelationReason();
            rejectionReason = before.rejectionReason();
        }

        void moveTo(OrderStatus next, Instant time) {
            if (next != status) {
                statusAt = time;
            }
            status = next;
            customerFriendlyStatus = next.customerFriendly();
        }

        OrderView after(DomainEventMessage<?> message) {
            return new OrderView(
                    before.workItemId(),
                    message.getSequenceNumber(),
                    before.kind(),
                    before.additionalCard(),
                    before.order(),
                    before.description(),
                    newCardId,
                    status,
                    customerFriendlyStatus,
                    statusAt,
                    before.createdAt(),
                    cancelationReason,
                    rejectionReason,
                    actorOf(message));
        }
    }
}
