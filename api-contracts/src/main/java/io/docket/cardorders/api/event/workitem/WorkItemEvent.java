package io.docket.cardorders.api.event.workitem;

import io.docket.cardorders.api.WorkItemId;

/** What can have happened to a card order. */
public sealed interface WorkItemEvent
        permits AdditionalCardRequested,
                CardOrderRequested,
                OrderApproved,
                OrderRejected,
                OrderCanceled,
                OrderExpired,
                ProcessingStarted,
                ProcessingSuspended,
                ProcessingSucceeded {

    /** The order. */
    WorkItemId workItemId();
}
