package io.docket.esim.api;

import io.docket.common.api.EventType;

/** The SM-DP+ has reserved a profile for an item. */
@EventType("docket.esim-order.item-allocated")
public record ItemAllocated(EsimOrderId orderId, int item, Iccid iccid) implements EsimOrderEvent {}
