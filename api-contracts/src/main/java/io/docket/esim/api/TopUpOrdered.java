package io.docket.esim.api;

import io.docket.common.api.EventType;

/** Data plans were ordered for an eSIM that the customer has. */
@EventType("docket.esim-order.top-up-ordered")
public record TopUpOrdered(EsimOrderId orderId, EsimOrderDetails order) implements EsimOrderEvent {}
