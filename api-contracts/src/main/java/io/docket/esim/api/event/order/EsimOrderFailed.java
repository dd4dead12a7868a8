package io.docket.esim.api.event.order;

import io.docket.common.api.EventType;
import io.docket.common.api.PersonalData;
import io.docket.esim.api.EsimOrderId;

/** The order has ended, and not all of its items could be done. */
@EventType("docket.esim-order.esim-order-failed")
public record EsimOrderFailed(
        EsimOrderId orderId, @PersonalData String error) implements EsimOrderEvent {}
