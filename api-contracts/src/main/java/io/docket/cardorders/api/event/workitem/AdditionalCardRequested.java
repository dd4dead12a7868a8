package io.docket.cardorders.api.event.workitem;

import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.EventType;
import io.docket.common.api.PersonalData;
import org.jspecify.annotations.Nullable;

/**
 * A card for another person on the owner's arrangement was asked for.
 *
 * @param workItemId the order
 * @param additionalCard the card
 * @param description in the customer's words, up to 1000 characters; revision 1 did not have it
 */
@EventType(value = "docket.card-order.additional-card-requested", revision = 2)
public record AdditionalCardRequested(
        WorkItemId workItemId,
        AdditionalCard additionalCard,
        @PersonalData @Nullable String description) implements WorkItemEvent {}
