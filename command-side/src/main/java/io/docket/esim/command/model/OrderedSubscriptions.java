package io.docket.esim.command.model;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimSubscription;
import io.docket.esim.command.EsimOrderRequest;
import io.docket.esim.command.RequestedSubscription;
import io.docket.esim.command.reference.EsimCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Makes an order's subscriptions of what was asked for and what the products say. */
final class OrderedSubscriptions {

    private final EsimOrderId orderId;
    private final EsimOrderRequest request;
    private final Map<String, EsimCatalog.Product> products;
    private int number;

    OrderedSubscriptions(EsimOrderId orderId, EsimOrderRequest request, Map<String, EsimCatalog.Product> products) {
        this.orderId = orderId;
        this.request = request;
        this.products = products;
    }

    EsimSubscription next(RequestedSubscription requested) {
        number++;
        EsimCatalog.Product product = requireNonNull(products.get(requested.productId()));
        EsimCatalog.Allowance allowance = product.allowance();
        Instant begin = requireNonNullElse(requested.activationDate(), request.placedAt());
        return new EsimSubscription(
                orderId + "-" + number,
                requested.productId(),
                requested.type(),
                begin,
                product.validityDays()
                        .map(days -> begin.plus(Duration.ofDays(days)))
                        .orElse(null),
                requested.autoRenew(),
                requireNonNullElse(requested.dataValue(), allowance.dataValue()),
                requireNonNullElse(requested.dataUnit(), allowance.dataUnit()),
                requireNonNullElse(requested.price(), allowance.price()),
                requireNonNullElse(requested.currency(), allowance.currency()));
    }
}
