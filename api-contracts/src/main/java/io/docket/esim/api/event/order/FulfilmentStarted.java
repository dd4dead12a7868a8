package io.docket.esim.api.event.order;

import io.docket.common.api.EventType;
import io.docket.esim.api.EsimOrderId;

/** The order is under way. */
@EventType("docket.esim-order.fulfilment-started")
public record FulfilmentStarted(EsimOrderId orderId) implements EsimOrderEvent {}
