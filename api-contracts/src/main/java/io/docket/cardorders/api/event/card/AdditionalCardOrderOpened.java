package io.docket.cardorders.api.event.card;

import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.EventType;
import io.docket.common.api.PersonId;
import io.docket.common.api.PersonKind;

/** An order for an additional card was opened; until it ends there is no other for the same person. */
@EventType("docket.arrangement.additional-card-order-opened")
public record AdditionalCardOrderOpened(
        ArrangementNumber arrangementNumber,
        WorkItemId workItemId,
        @PersonId(value = PersonKind.CUSTOMER, main = false) String authorizedCustomerNumber)
        implements ArrangementEvent {}
