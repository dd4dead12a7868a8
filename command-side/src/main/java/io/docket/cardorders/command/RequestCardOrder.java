package io.docket.cardorders.command;

import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Asks something of a card that there is.
 *
 * @param workItemId the order to be
 * @param kind what; any but an issuance
 * @param cardId the card
 * @param description in the customer's words, up to 1000 characters
 * @param blockadeReason required by a blockade
 * @param replacementReason required by a replacement
 * @param embossmentLine1 for a replacement, up to 26 characters
 */
public record RequestCardOrder(
        @TargetAggregateIdentifier WorkItemId workItemId,
        OrderKind kind,
        CardId cardId,
        @Nullable String description,
        @Nullable String blockadeReason,
        @Nullable String replacementReason,
        @Nullable String embossmentLine1)
        implements CardOrderCommand {}
