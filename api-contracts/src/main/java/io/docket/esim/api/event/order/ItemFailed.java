package io.docket.esim.api.event.order;

import io.docket.common.api.EventType;
import io.docket.common.api.PersonalData;
import io.docket.esim.api.EsimOrderId;

/** An item cannot be done. */
@EventType("docket.esim-order.item-failed")
public record ItemFailed(
        EsimOrderId orderId, int item, @PersonalData String error) implements EsimOrderEvent {}
