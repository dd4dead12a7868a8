package io.docket.esim.api.event.order;

import io.docket.common.api.EventType;
import io.docket.esim.api.EsimOrderDetails;
import io.docket.esim.api.EsimOrderId;

/** A new eSIM was ordered. */
@EventType("docket.esim-order.new-esim-ordered")
public record NewEsimOrdered(EsimOrderId orderId, EsimOrderDetails order) implements EsimOrderEvent {}
