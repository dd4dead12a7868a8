package io.docket.cardorders.api.event.card;

import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.EventType;

/** An order for an additional card came to its end. */
@EventType("docket.arrangement.additional-card-order-closed")
public record AdditionalCardOrderClosed(ArrangementNumber arrangementNumber, WorkItemId workItemId)
        implements ArrangementEvent {}
