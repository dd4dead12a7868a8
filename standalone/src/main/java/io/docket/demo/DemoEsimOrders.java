package io.docket.demo;

import io.docket.esim.api.EsimCustomerDetails;
import io.docket.esim.api.EsimCustomerId;
import io.docket.esim.api.EsimDevice;
import io.docket.esim.api.EsimOrderDetails;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimOrderItem;
import io.docket.esim.api.EsimSubscription;
import io.docket.esim.api.Iccid;
import io.docket.esim.api.event.order.EsimOrderCompleted;
import io.docket.esim.api.event.order.FulfilmentStarted;
import io.docket.esim.api.event.order.ItemAllocated;
import io.docket.esim.api.event.order.ItemFulfilled;
import io.docket.esim.api.event.order.NewEsimOrdered;
import io.docket.esim.api.event.profile.EsimCustomerRegistered;
import io.docket.esim.api.event.profile.ProfileAssigned;
import io.docket.esim.api.event.profile.ProfileReleased;
import io.docket.esim.api.event.profile.SubscriptionAdded;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** The completed orders, and the eSIMs of them, that the eSIM Order API's document reads, unless they are there. */
@Component
@ConditionalOnBean(DemoData.class)
class DemoEsimOrders implements ApplicationRunner {

    private static final String ORDER = "EsimOrder";
    private static final String PROFILE = "EsimProfile";

    private final DemoData demoData;
    private final DemoHistory history;
    private final Clock clock;

    DemoEsimOrders(DemoData demoData, DemoHistory history, Clock clock) {
        this.demoData = demoData;
        this.history = history;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        for (DemoOrder order : demoData.read("esim-orders.yaml", new TypeReference<List<DemoOrder>>() {})) {
            if (!history.has(order.orderId()) && !history.has(order.iccid())) {
                append(order, clock.instant());
            }
        }
    }

    private void append(DemoOrder order, Instant now) {
        EsimOrderId orderId = order.orderId();
        Iccid iccid = order.iccid();
        EsimCustomerId customerId = EsimCustomerId.withoutKey(order.tenant(), order.email());
        EsimSubscription subscription = order.plan().subscription(orderId, now);
        var past = new DemoHistory.Past();
        if (!history.has(customerId)) {
            var customer = new EsimCustomerDetails(
                    order.email(),
                    order.email(),
                    null,
                    "EN",
                    order.countryOfResidence().orElse(null),
                    null);
            past.add("EsimCustomer", customerId, new EsimCustomerRegistered(customerId, order.tenant(), customer), now);
        }
        var item = new EsimOrderItem(1, null, null, List.of(subscription));
        var details = new EsimOrderDetails(
                order.tenant(), customerId, order.countryCode(), order.device().device(), List.of(item));
        past.add(ORDER, orderId, new NewEsimOrdered(orderId, details), now)
                .add(ORDER, orderId, new FulfilmentStarted(orderId), now)
                .add(ORDER, orderId, new ItemAllocated(orderId, 1, iccid), now)
                .add(PROFILE, iccid, new ProfileAssigned(iccid, order.tenant(), customerId, orderId), now)
                .add(PROFILE, iccid, new SubscriptionAdded(iccid, orderId, subscription), now)
                .add(PROFILE, iccid, new ProfileReleased(iccid, orderId, order.matchingId(), order.smdpAddress()), now)
                .add(ORDER, orderId, new ItemFulfilled(orderId, 1, iccid, order.matchingId(), order.smdpAddress()), now)
                .add(ORDER, orderId, new EsimOrderCompleted(orderId), now);
        history.append(past);
    }

    private record DemoOrder(
            EsimOrderId orderId,
            String tenant,
            String countryCode,
            String email,
            Optional<String> countryOfResidence,
            Device device,
            Plan plan,
            Iccid iccid,
            String matchingId,
            String smdpAddress) {}

    private record Device(String id, Optional<String> model, String type) {

        EsimDevice device() {
            return new EsimDevice(type, id, model.orElse(null), null, null);
        }
    }

    private record Plan(
            String productId,
            BigDecimal dataValue,
            String dataUnit,
            BigDecimal price,
            String currency,
            Optional<Integer> validityDays) {

        EsimSubscription subscription(EsimOrderId orderId, Instant begin) {
            return new EsimSubscription(
                    orderId + "-1",
                    productId,
                    "REGULAR",
                    begin,
                    validityDays.map(days -> begin.plus(Duration.ofDays(days))).orElse(null),
                    false,
                    dataValue,
                    dataUnit,
                    price,
                    currency);
        }
    }
}
