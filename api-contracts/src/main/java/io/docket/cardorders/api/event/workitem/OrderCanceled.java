package io.docket.cardorders.api.event.workitem;

import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.EventType;
import io.docket.common.api.PersonalData;
import org.jspecify.annotations.Nullable;

/** The order was withdrawn. */
@EventType("docket.card-order.order-canceled")
public record OrderCanceled(
        WorkItemId workItemId, @PersonalData @Nullable String reason) implements WorkItemEvent {}
