package io.docket.esim.api.event.order;

import io.docket.common.api.EventType;
import io.docket.esim.api.EsimOrderDetails;
import io.docket.esim.api.EsimOrderId;

/** Data plans were ordered for many eSIMs. */
@EventType("docket.esim-order.bulk-activation-ordered")
public record BulkActivationOrdered(EsimOrderId orderId, EsimOrderDetails order) implements EsimOrderEvent {}
