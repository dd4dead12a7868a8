package io.docket.esim.api;

import io.docket.common.api.EventType;

/** A new eSIM was ordered. */
@EventType("docket.esim-order.new-esim-ordered")
public record NewEsimOrdered(EsimOrderId orderId, EsimOrderDetails order) implements EsimOrderEvent {}
