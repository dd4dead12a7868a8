package io.docket.cardorders.api.event.workitem;

import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.EventType;

/** Something was asked of a card. */
@EventType("docket.card-order.card-order-requested")
public record CardOrderRequested(WorkItemId workItemId, CardOrder order) implements WorkItemEvent {}
