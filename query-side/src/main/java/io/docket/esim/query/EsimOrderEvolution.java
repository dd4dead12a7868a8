package io.docket.esim.query;

import static java.util.Objects.requireNonNull;

import io.docket.esim.api.EsimOrderDetails;
import io.docket.esim.api.EsimOrderItem;
import io.docket.esim.api.EsimOrderStatus;
import io.docket.esim.api.EsimSubscription;
import io.docket.esim.api.event.order.BulkActivationOrdered;
import io.docket.esim.api.event.order.EsimOrderCompleted;
import io.docket.esim.api.event.order.EsimOrderEvent;
import io.docket.esim.api.event.order.EsimOrderFailed;
import io.docket.esim.api.event.order.FulfilmentStarted;
import io.docket.esim.api.event.order.ItemAllocated;
import io.docket.esim.api.event.order.ItemFailed;
import io.docket.esim.api.event.order.ItemFulfilled;
import io.docket.esim.api.event.order.NewEsimOrdered;
import io.docket.esim.api.event.order.TopUpOrdered;
import io.docket.platform.projection.Evolution;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;

/** What each event makes of an eSIM order. */
final class EsimOrderEvolution implements Evolution<EsimOrderView> {

    @Override
    public EsimOrderView after(DomainEventMessage<?> message, @Nullable EsimOrderView before) {
        EsimOrderEvent event = (EsimOrderEvent) message.getPayload();
        Instant time = message.getTimestamp();
        if (event instanceof NewEsimOrdered ordered) {
            return ordered(event, EsimOperation.NEW_ESIM, ordered.order(), time);
        } else if (event instanceof TopUpOrdered ordered) {
            return ordered(event, EsimOperation.TOPUP, ordered.order(), time);
        } else if (event instanceof BulkActivationOrdered ordered) {
            return ordered(event, EsimOperation.BULK_ACTIVATION, ordered.order(), time);
        }
        Draft draft = new Draft(requireNonNull(before));
        if (event instanceof FulfilmentStarted) {
            draft.moveTo(EsimOrderStatus.FULFILLING, time);
        } else if (event instanceof ItemAllocated allocated) {
            draft.change(
                    allocated.item(),
                    item -> new EsimItemView(
                            item.number(),
                            EsimOrderStatus.FULFILLING,
                            allocated.iccid(),
                            null,
                            null,
                            item.subscriptionIds(),
                            null));
        } else if (event instanceof ItemFulfilled fulfilled) {
            draft.change(
                    fulfilled.item(),
                    item -> new EsimItemView(
                            item.number(),
                            EsimOrderStatus.COMPLETED,
                            fulfilled.iccid(),
                            fulfilled.matchingId(),
                            fulfilled.smdpAddress(),
                            item.subscriptionIds(),
                            null));
        } else if (event instanceof ItemFailed failed) {
            draft.change(
                    failed.item(),
                    item -> new EsimItemView(
                            item.number(),
                            EsimOrderStatus.FAILED,
                            item.iccid(),
                            null,
                            null,
                            item.subscriptionIds(),
                            failed.error()));
        } else if (event instanceof EsimOrderCompleted) {
            draft.moveTo(EsimOrderStatus.COMPLETED, time);
        } else if (event instanceof EsimOrderFailed failed) {
            draft.moveTo(EsimOrderStatus.FAILED, time);
            draft.error = failed.error();
        } else {
            throw new IllegalArgumentException("Not known here: " + event.getClass());
        }
        return draft.after(message.getSequenceNumber());
    }

    private static EsimOrderView ordered(
            EsimOrderEvent event, EsimOperation operation, EsimOrderDetails order, Instant time) {
        return new EsimOrderView(
                event.orderId(),
                0,
                operation,
                order.tenant(),
                order.customerId(),
                EsimOrderStatus.ACCEPTED,
                time,
                time,
                order.items().stream().map(EsimOrderEvolution::accepted).toList(),
                null);
    }

    private static EsimItemView accepted(EsimOrderItem item) {
        return new EsimItemView(
                item.number(),
                EsimOrderStatus.ACCEPTED,
                item.iccid(),
                null,
                null,
                item.subscriptions().stream()
                        .map(EsimSubscription::subscriptionId)
                        .toList(),
                null);
    }

    /** The parts of an order that change. */
    private static final class Draft {

        private final EsimOrderView before;
        private EsimOrderStatus status;
        private Instant statusAt;
        private List<EsimItemView> items;
        private @Nullable String error;

        Draft(EsimOrderView before) {
            this.before = before;
            status = before.status();
            statusAt = before.statusAt();
            items = before.items();
            error = before.error();
        }

        void moveTo(EsimOrderStatus next, Instant time) {
            status = next;
            statusAt = time;
        }

        void change(int number, UnaryOperator<EsimItemView> change) {
            items = items.stream()
                    .map(item -> item.number() == number ? change.apply(item) : item)
                    .toList();
        }

        EsimOrderView after(long version) {
            return new EsimOrderView(
                    before.orderId(),
                    version,
                    before.operation(),
                    before.tenant(),
                    before.customerId(),
                    status,
                    statusAt,
                    before.createdAt(),
                    items,
                    error);
        }
    }
}
