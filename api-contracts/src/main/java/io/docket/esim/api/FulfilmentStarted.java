package io.docket.esim.api;

import io.docket.common.api.EventType;

/** The order is under way. */
@EventType("docket.esim-order.fulfilment-started")
public record FulfilmentStarted(EsimOrderId orderId) implements EsimOrderEvent {}
