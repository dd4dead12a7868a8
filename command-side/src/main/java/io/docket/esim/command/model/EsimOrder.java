package io.docket.esim.command.model;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.docket.esim.api.EsimOrderDetails;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimOrderItem;
import io.docket.esim.api.EsimOrderStatus;
import io.docket.esim.api.Iccid;
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
import io.docket.esim.command.EsimOrderReceipt;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/**
 * An eSIM order, from the request to its end: {@code ACCEPTED → FULFILLING → COMPLETED} or {@code FAILED}. It ends with the
 * last of its items, and has failed if one of them has.
 *
 * <p>It handles no command itself: all that happens to it happens to its eSIMs, too. {@link PlaceEsimOrders} and {@link
 * FulfilmentOfEsimOrders} keep them in step.
 */
@Aggregate(type = "EsimOrder")
class EsimOrder {

    @AggregateIdentifier
    private EsimOrderId orderId;

    private EsimOrderDetails details;
    private EsimOrderStatus status;
    private final Map<Integer, EsimOrderItem> openItems = new LinkedHashMap<>();
    private final Map<Integer, Iccid> allocated = new HashMap<>();
    private final Map<Integer, String> errors = new TreeMap<>();

    /** For the framework, which then replays the order's events. */
    @SuppressWarnings("NullAway.Init")
    EsimOrder() {}

    /** An order that is placed by its first event. */
    @SuppressWarnings("NullAway.Init")
    EsimOrder(EsimOrderEvent placed) {
        apply(placed);
    }

    /** Whether there is something to be done for it; also said again of one that is under way. */
    boolean start() {
        if (status == EsimOrderStatus.ACCEPTED) {
            apply(new FulfilmentStarted(orderId));
        }
        return status == EsimOrderStatus.FULFILLING;
    }

    /** Only an order that is under way has items that are to be worked on. */
    Optional<EsimOrderItem> openItem(int number) {
        return status == EsimOrderStatus.FULFILLING ? Optional.ofNullable(openItems.get(number)) : Optional.empty();
    }

    /** Those that are not done, in the order in which all commands take eSIMs. */
    List<EsimOrderItem> openItems() {
        return openItems.values().stream()
                .sorted(Comparator.comparing((EsimOrderItem item) ->
                        item.iccid() == null ? "" : item.iccid().value()))
                .toList();
    }

    /** The profile that the SM-DP+ has reserved for an item. */
    Optional<Iccid> allocated(int item) {
        return Optional.ofNullable(allocated.get(item));
    }

    /** What was ordered. */
    EsimOrderDetails details() {
        return details;
    }

    void allocate(int item, Iccid iccid) {
        apply(new ItemAllocated(orderId, item, iccid));
    }

    void fulfil(int item, Iccid iccid, @Nullable String matchingId, String smdpAddress) {
        apply(new ItemFulfilled(orderId, item, iccid, matchingId, smdpAddress));
        endWithLastItem();
    }

    void fail(int item, String error) {
        apply(new ItemFailed(orderId, item, error));
        endWithLastItem();
    }

    private void endWithLastItem() {
        if (!openItems.isEmpty()) {
            return;
        }
        if (errors.isEmpty()) {
            apply(new EsimOrderCompleted(orderId));
        } else {
            int items = details.items().size();
            String error = items == 1
                    ? errors.values().iterator().next()
                    : errors.size() + " of " + items + " eSIMs could not be made ready.";
            apply(new EsimOrderFailed(orderId, error));
        }
    }

    /** Whether it has not come to its end. */
    boolean isOpen() {
        return status.isOpen();
    }

    EsimOrderReceipt receipt() {
        return new EsimOrderReceipt(orderId, status, getVersion());
    }

    @EventSourcingHandler
    void on(NewEsimOrdered event) {
        placed(event.orderId(), event.order());
    }

    @EventSourcingHandler
    void on(TopUpOrdered event) {
        placed(event.orderId(), event.order());
    }

    @EventSourcingHandler
    void on(BulkActivationOrdered event) {
        placed(event.orderId(), event.order());
    }

    private void placed(EsimOrderId id, EsimOrderDetails order) {
        orderId = id;
        details = order;
        status = EsimOrderStatus.ACCEPTED;
        order.items().forEach(item -> openItems.put(item.number(), item));
    }

    @EventSourcingHandler
    void on(FulfilmentStarted event) {
        status = EsimOrderStatus.FULFILLING;
    }

    @EventSourcingHandler
    void on(ItemAllocated event) {
        allocated.put(event.item(), event.iccid());
    }

    @EventSourcingHandler
    void on(ItemFulfilled event) {
        openItems.remove(event.item());
    }

    @EventSourcingHandler
    void on(ItemFailed event) {
        openItems.remove(event.item());
        errors.put(event.item(), event.error());
    }

    @EventSourcingHandler
    void on(EsimOrderCompleted event) {
        status = EsimOrderStatus.COMPLETED;
    }

    @EventSourcingHandler
    void on(EsimOrderFailed event) {
        status = EsimOrderStatus.FAILED;
    }
}
