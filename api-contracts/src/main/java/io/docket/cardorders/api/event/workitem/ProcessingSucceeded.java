package io.docket.cardorders.api.event.workitem;

import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.EventType;
import org.jspecify.annotations.Nullable;

/** The card management system has done what was asked for. */
@EventType("docket.card-order.processing-succeeded")
public record ProcessingSucceeded(
        WorkItemId workItemId, @Nullable NewCard newCard) implements WorkItemEvent {}
