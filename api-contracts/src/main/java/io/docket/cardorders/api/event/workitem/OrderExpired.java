package io.docket.cardorders.api.event.workitem;

import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.EventType;

/** Nobody approved the order in time. */
@EventType("docket.card-order.order-expired")
public record OrderExpired(WorkItemId workItemId) implements WorkItemEvent {}
