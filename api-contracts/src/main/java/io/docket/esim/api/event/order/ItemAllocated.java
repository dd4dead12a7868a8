package io.docket.esim.api.event.order;

import io.docket.common.api.EventType;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.Iccid;

/** The SM-DP+ has reserved a profile for an item. */
@EventType("docket.esim-order.item-allocated")
public record ItemAllocated(EsimOrderId orderId, int item, Iccid iccid) implements EsimOrderEvent {}
