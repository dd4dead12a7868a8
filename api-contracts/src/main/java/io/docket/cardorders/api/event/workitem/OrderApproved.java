package io.docket.cardorders.api.event.workitem;

import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.EventType;

/** The order may go to the card management system. */
@EventType("docket.card-order.order-approved")
public record OrderApproved(WorkItemId workItemId) implements WorkItemEvent {}
