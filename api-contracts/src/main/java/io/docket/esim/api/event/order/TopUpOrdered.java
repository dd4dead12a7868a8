package io.docket.esim.api.event.order;

import io.docket.common.api.EventType;
import io.docket.esim.api.EsimOrderDetails;
import io.docket.esim.api.EsimOrderId;

/** Data plans were ordered for an eSIM that the customer has. */
@EventType("docket.esim-order.top-up-ordered")
public record TopUpOrdered(EsimOrderId orderId, EsimOrderDetails order) implements EsimOrderEvent {}
