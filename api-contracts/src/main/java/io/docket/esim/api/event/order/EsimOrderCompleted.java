package io.docket.esim.api.event.order;

import io.docket.common.api.EventType;
import io.docket.esim.api.EsimOrderId;

/** All items of the order are done. */
@EventType("docket.esim-order.esim-order-completed")
public record EsimOrderCompleted(EsimOrderId orderId) implements EsimOrderEvent {}
