package io.docket.esim.api;

import io.docket.common.api.EventType;

/** An item cannot be done. */
@EventType("docket.esim-order.item-failed")
public record ItemFailed(EsimOrderId orderId, int item, String error) implements EsimOrderEvent {}
