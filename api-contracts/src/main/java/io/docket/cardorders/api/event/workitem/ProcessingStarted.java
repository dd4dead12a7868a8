package io.docket.cardorders.api.event.workitem;

import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.EventType;

/** The order went to the card management system. */
@EventType("docket.card-order.processing-started")
public record ProcessingStarted(WorkItemId workItemId) implements WorkItemEvent {}
