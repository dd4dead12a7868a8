package io.docket.cardorders.api.event.card;

import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.EventType;
import io.docket.common.api.PersonId;
import io.docket.common.api.PersonKind;

/**
 * The card was lost or stolen, and is not made active as long as the order for its replacement is open.
 *
 * @param workItemId the order for its replacement
 * @param customerNumber whose card it is
 * @param replacementReason what happened to it, as the order says
 */
@EventType("docket.card.card-reported-lost")
public record CardReportedLost(
        CardId cardId,
        WorkItemId workItemId,
        String serialNumber,
        @PersonId(PersonKind.CUSTOMER) String customerNumber,
        String replacementReason)
        implements CardEvent {}
