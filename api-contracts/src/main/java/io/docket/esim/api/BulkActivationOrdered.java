package io.docket.esim.api;

import io.docket.common.api.EventType;

/** Data plans were ordered for many eSIMs. */
@EventType("docket.esim-order.bulk-activation-ordered")
public record BulkActivationOrdered(EsimOrderId orderId, EsimOrderDetails order) implements EsimOrderEvent {}
