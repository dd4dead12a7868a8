package io.docket.cardorders.api.event.workitem;

import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.EventType;
import io.docket.common.api.PersonalData;

/** The order was refused, by the bank or by the card management system. */
@EventType("docket.card-order.order-rejected")
public record OrderRejected(
        WorkItemId workItemId, @PersonalData String reason) implements WorkItemEvent {}
