package io.docket.simulators.co;

import io.docket.simulators.http.Answer;
import io.docket.simulators.http.PageOf;
import io.docket.simulators.http.Protocol;
import io.docket.simulators.http.RecordMap;
import io.docket.simulators.http.Records;
import io.docket.simulators.http.Request;
import io.docket.simulators.http.Simulator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A communication operator that speaks ON-API 2.5: keeps orders and delivers them. Orders move on with the clock, whenever
 * it is called. Three accesses give trouble of their own, as {@code docs/how-to/connect-a-co.md} tells.
 *
 * <p>ON-API knows no idempotency key: an order that is placed again is another order, unless the first is still under way.
 */
public final class CommunicationOperator implements Simulator {

    /** An access where an order takes {@link #SLOW} at least. */
    static final String SLOW_ACCESS = "co-slow";

    /** An access where every order is refused. */
    static final String REFUSING_ACCESS = "co-refuses";

    /** An access where every order fails. */
    static final String FAILING_ACCESS = "co-fails";

    static final Duration SLOW = Duration.ofSeconds(30);

    private static final String ROOT = "/onapi/2.5/";
    private static final String ORDERS = ROOT + "orders/";
    private static final String ORDER_EVENTS = ROOT + "orderevents/";

    private static final String REFUSAL = "The access takes no orders";
    private static final String FAILURE = "The access cannot be connected";
    private static final int MAX_EVENTS = 1000;

    private static final JsonMapper LENIENT = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final Records records;
    private final RecordMap<Long, CoOrder> orders;
    private final RecordMap<Long, CoOrderEvent> events;
    private final RecordMap<String, Delivery> kept;
    private final Protocol protocol = Protocol.of("co-orders.yaml");
    private final Clock clock;

    private Delivery delivery;

    public CommunicationOperator(Records records, Clock clock) {
        this.records = records;
        this.clock = clock;
        orders = records.of("co-orders", CoOrder.class);
        events = records.of("co-order-events", CoOrderEvent.class);
        kept = records.of("delivery", Delivery.class);
        delivery = kept.find(ROOT).orElse(Delivery.AT_ONCE);
    }

    @Override
    public String root() {
        return ROOT;
    }

    /** The reading of order events is nobody's trouble, since it comes all the time; unless everything is down. */
    @Override
    public @Nullable String functionOf(Request request) {
        String order = request.pathBehind(ORDERS);
        if (request.path().equals(ORDERS)) {
            return switch (request.method()) {
                case "POST" -> "placeOrder";
                case "GET" -> "getOrders";
                default -> null;
            };
        }
        return !order.isEmpty() && request.method().equals("GET") ? "getOrder" : null;
    }

    @Override
    public Answer answer(Request request, @Nullable String refusal) {
        moveOn();
        String function = functionOf(request);
        if (function != null) {
            return switch (function) {
                case "placeOrder" -> place(request, refusal);
                case "getOrders" -> ordersAt(request.query().get("accessId"));
                default -> find(request.pathBehind(ORDERS));
            };
        }
        return request.path().equals(ORDER_EVENTS) && request.method().equals("GET")
                ? eventsSince(request.query().get("since"))
                : Answer.of(501);
    }

    private Answer place(Request request, @Nullable String refusal) {
        ObjectNode body = protocol.read(request, "OrderRequest");
        if (body == null) {
            return refused("The order is not as co-orders.yaml says");
        }
        String reference = body.required("spReference").asString();
        Optional<CoOrder> underWay =
                orders.all(order -> order.reference().equals(reference) && order.isActive()).stream()
                        .findFirst();
        if (underWay.isPresent()) {
            orders.put(underWay.get().number(), underWay.get().askedAgain());
            return Answer.json(200, document(underWay.get()));
        }
        CoOrder order = newOrder(body, reference, refusal);
        keep(order);
        moveOn();
        CoOrder now = orders.find(order.number()).orElseThrow();
        return order.reason() != null
                ? refused(order.reason())
                : Answer.json(201, document(now)).with("Location", path(now));
    }

    /** The count of ids is never behind the clock, so that one that has lost its file gives none that it gave before. */
    private CoOrder newOrder(ObjectNode body, String reference, @Nullable String told) {
        Instant now = clock.instant();
        String access = body.required("accessId").asString();
        String refusal = told == null && access.equals(REFUSING_ACCESS) ? REFUSAL : told;
        String failure = delivery.failure() == null && access.equals(FAILING_ACCESS) ? FAILURE : delivery.failure();
        Instant requested = Instant.parse(body.required("requestedDateTime").asString());
        Instant begin = requested.isAfter(now) ? requested : now;
        Duration toldTime = Duration.ofMillis(delivery.deliveryMillis());
        Duration time = access.equals(SLOW_ACCESS) && toldTime.compareTo(SLOW) < 0 ? SLOW : toldTime;
        long number = records.next("co-orders");
        return new CoOrder(
                number,
                reference,
                refusal == null ? "CO" + records.next("co-order-ids", now.getEpochSecond()) : null,
                access,
                body.required("service").asString(),
                requested,
                refusal == null ? CoOrder.RECEIVED : CoOrder.REFUSED,
                refusal,
                failure,
                1,
                now,
                refusal != null || delivery.held() ? null : begin.plus(time.dividedBy(3)),
                begin.plus(time));
    }

    private void keep(CoOrder order) {
        orders.put(order.number(), order);
    }

    /** Lets orders begin and end whose time has come. */
    private void moveOn() {
        Instant now = clock.instant();
        orders.all(order -> order.movesOnAt() != null && !order.movesOnAt().isAfter(now)).stream()
                .sorted(Comparator.comparing(CoOrder::movesOnAt).thenComparing(CoOrder::number))
                .forEach(order -> moveOn(order, now));
    }

    private void moveOn(CoOrder order, Instant now) {
        CoOrder moving = order;
        if (moving.state().equals(CoOrder.RECEIVED)) {
            moving = enter(moving.in(CoOrder.IN_PROGRESS, null, moving.doneAt()));
        }
        if (!moving.doneAt().isAfter(now)) {
            enter(moving.in(
                    moving.failure() == null ? CoOrder.DONE_SUCCESS : CoOrder.DONE_FAILED, moving.failure(), null));
        }
    }

    private CoOrder enter(CoOrder order) {
        keep(order);
        long event = records.next("co-order-events");
        events.put(event, new CoOrderEvent(event, order.number(), order.state()));
        return order;
    }

    private Answer ordersAt(@Nullable String access) {
        if (access == null) {
            protocol.violated("orders without an accessId");
            return refused("accessId is required");
        }
        ArrayNode list = JsonMapper.shared().createArrayNode();
        orders.all(order -> order.accessId().equals(access) && order.coOrderId() != null)
                .forEach(order -> list.add(document(order)));
        return Answer.json(200, list);
    }

    private Answer find(String coOrderId) {
        return orders.all(order -> coOrderId.equals(order.coOrderId())).stream()
                .findFirst()
                .map(order -> Answer.json(200, document(order)))
                .orElse(Answer.of(404));
    }

    private Answer eventsSince(@Nullable String since) {
        long after;
        try {
            after = since == null ? 0 : Long.parseLong(since);
        } catch (NumberFormatException e) {
            after = -1;
        }
        if (since != null && events.find(after).isEmpty()) {
            return refused("The event is not known");
        }
        ArrayNode list = JsonMapper.shared().createArrayNode();
        events.after(after).limit(MAX_EVENTS).forEach(event -> {
            ObjectNode row = list.addObject().put("event", String.valueOf(event.event()));
            row.set(
                    "order",
                    document(orders.find(event.orderNumber()).orElseThrow()).put("state", event.state()));
        });
        return Answer.json(200, list);
    }

    private static Answer refused(String cause) {
        return Answer.json(400, JsonMapper.shared().createObjectNode().put("cause", cause));
    }

    private static ObjectNode document(CoOrder order) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("path", path(order))
                .put("orderId", order.coOrderId())
                .put("accessId", order.accessId())
                .put("service", order.service())
                .put("operation", "ACTIVATE")
                .put("state", order.state())
                .put("message", order.reason() == null ? "" : order.reason())
                .put("spReference", order.reference())
                .put("spSubscriptionId", order.reference())
                .put("requestedDateTime", order.requestedDateTime().toString());
    }

    private static String path(CoOrder order) {
        return ORDERS + order.coOrderId();
    }

    /** Orders that were held are done at once if new ones are not held. */
    @Override
    public void behave(ObjectNode told) {
        delivery = LENIENT.treeToValue(told, Delivery.class);
        kept.put(ROOT, delivery);
        if (!delivery.held()) {
            Instant now = clock.instant();
            orders.all(order -> order.state().equals(CoOrder.RECEIVED) && order.movesOnAt() == null)
                    .forEach(order -> keep(order.releasedAt(now)));
        }
    }

    @Override
    public ObjectNode behaviour() {
        return LENIENT.valueToTree(delivery);
    }

    @Override
    public ObjectNode done(PageOf page) {
        moveOn();
        return protocol.done("orders", orders, page);
    }
}
