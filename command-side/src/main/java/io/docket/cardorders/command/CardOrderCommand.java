package io.docket.cardorders.command;

import io.docket.cardorders.api.WorkItemId;

/** What can be asked of a card order: by the endpoints, and by the automations that carry orders out. */
public sealed interface CardOrderCommand
        permits RequestAdditionalCard,
                RequestCardOrder,
                CancelOrder,
                ApproveOrder,
                RejectOrder,
                ExpireOrder,
                StartProcessing,
                SuspendProcessing,
                RecordCompletion,
                RecordRefusal {

    /** The order. */
    WorkItemId workItemId();
}
