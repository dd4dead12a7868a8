package io.docket.esim.api;

import io.docket.common.api.EventType;

/** All items of the order are done. */
@EventType("docket.esim-order.esim-order-completed")
public record EsimOrderCompleted(EsimOrderId orderId) implements EsimOrderEvent {}
