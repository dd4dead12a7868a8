package io.docket.cardorders.command;

import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.WorkItemId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Says that the card management system has done what an order asks for.
 *
 * @param workItemId the order
 * @param newCard the card made, by an issuance or a replacement
 */
public record RecordCompletion(
        @TargetAggregateIdentifier WorkItemId workItemId,
        @Nullable NewCard newCard) implements CardOrderCommand {}
