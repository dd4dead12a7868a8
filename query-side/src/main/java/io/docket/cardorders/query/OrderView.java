package io.docket.cardorders.query;

import static java.util.Objects.requireNonNull;

import io.docket.cardorders.api.Actor;
import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.CustomerFriendlyStatus;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.OrderStatus;
import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.PersonalData;
import io.docket.common.api.Versioned;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A card order as it stood after one of its events. Either {@code additionalCard} or {@code order} is there.
 *
 * @param workItemId the order
 * @param version the sequence number of that event, from 0
 * @param kind what it asks for
 * @param additionalCard the card that an issuance asks for
 * @param order what is asked of a card that there is
 * @param description in the customer's words
 * @param newCardId the card that has come of it
 * @param status its status
 * @param customerFriendlyStatus what the customer is told
 * @param statusAt since when it has that status
 * @param createdAt when it was asked for
 * @param cancelationReason why it was withdrawn
 * @param rejectionReason why it was refused
 * @param updatedBy who caused the event
 */
public record OrderView(
        WorkItemId workItemId,
        long version,
        OrderKind kind,
        @Nullable AdditionalCard additionalCard,
        @Nullable CardOrder order,
        @PersonalData @Nullable String description,
        @Nullable CardId newCardId,
        OrderStatus status,
        CustomerFriendlyStatus customerFriendlyStatus,
        Instant statusAt,
        Instant createdAt,
        @PersonalData @Nullable String cancelationReason,
        @PersonalData @Nullable String rejectionReason,
        Actor updatedBy)
        implements Versioned {

    /** Whose order it is: the owner of the arrangement, or of the card. */
    public String customerNumber() {
        return additionalCard != null
                ? additionalCard.ownerCustomerNumber()
                : requireNonNull(order).customerNumber();
    }
}
