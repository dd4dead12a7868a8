package io.docket.esim.query;

import static java.util.Objects.requireNonNull;

import io.docket.esim.api.EsimCustomerId;
import io.docket.esim.api.EsimDevice;
import io.docket.esim.api.EsimOrderDetails;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimOrderItem;
import io.docket.esim.api.EsimSubscription;
import io.docket.esim.api.Iccid;
import io.docket.esim.api.event.order.BulkActivationOrdered;
import io.docket.esim.api.event.order.EsimOrderEvent;
import io.docket.esim.api.event.order.NewEsimOrdered;
import io.docket.esim.api.event.order.TopUpOrdered;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/** Orders that tests begin with. */
public final class EsimOrders {

    public static final EsimOrderId ID = new EsimOrderId(UUID.fromString("3a6acf89-1ccf-4611-9424-453930f57ef1"));
    static final EsimCustomerId CUSTOMER = EsimCustomerId.withoutKey("acme", "john@doe.com");
    public static final Iccid ICCID = new Iccid("8944474700000000011");
    public static final Iccid FIRST_BLANK = new Iccid("8944474600000101811");
    static final Iccid SECOND_BLANK = new Iccid("8944474600000101829");
    static final Instant ORDERED_AT = Instant.parse("2026-11-21T09:00:00Z");

    public static final NewEsimOrdered NEW_ESIM =
            new NewEsimOrdered(ID, details(new EsimOrderItem(1, null, "ACME-DATA", List.of(subscription(1)))));
    public static final TopUpOrdered TOP_UP =
            new TopUpOrdered(ID, details(new EsimOrderItem(1, ICCID, null, List.of(subscription(1)))));
    public static final BulkActivationOrdered BULK = new BulkActivationOrdered(
            ID,
            details(
                    new EsimOrderItem(1, FIRST_BLANK, null, List.of(subscription(1), subscription(2))),
                    new EsimOrderItem(2, SECOND_BLANK, null, List.of(subscription(3)))));

    private EsimOrders() {}

    private static EsimOrderDetails details(EsimOrderItem... items) {
        return new EsimOrderDetails(
                "acme", CUSTOMER, "PT", new EsimDevice("ios", "123456789", "iPhone", null, null), Arrays.asList(items));
    }

    static String subscriptionId(int number) {
        return ID + "-" + number;
    }

    private static EsimSubscription subscription(int number) {
        return new EsimSubscription(
                subscriptionId(number),
                "a3u3z000000PZBhAAO",
                "REGULAR",
                ORDERED_AT,
                null,
                false,
                BigDecimal.valueOf(5),
                "GB",
                BigDecimal.TEN,
                "USD");
    }

    /** The order after events that follow each other by a second, the first of which places it. */
    public static EsimOrderView after(EsimOrderEvent... events) {
        EsimOrderView view = null;
        for (int i = 0; i < events.length; i++) {
            view = next(view, i, events[i]);
        }
        return requireNonNull(view);
    }

    private static EsimOrderView next(@Nullable EsimOrderView before, int version, EsimOrderEvent event) {
        var message = new GenericDomainEventMessage<>(
                "EsimOrder",
                ID.toString(),
                version,
                event,
                MetaData.emptyInstance(),
                "event-" + version,
                ORDERED_AT.plus(Duration.ofSeconds(version)));
        return new EsimOrderEvolution().after(message, before);
    }
}
