package io.docket.cardorders.api.event.workitem;

import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.EventType;

/** An outage of the card management system holds the order up for long. */
@EventType("docket.card-order.processing-suspended")
public record ProcessingSuspended(WorkItemId workItemId) implements WorkItemEvent {}
