package io.docket.cardorders.api;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Asks for a card for another person on the owner's arrangement (seed 000, step 3).
 *
 * @param workItemId the order to be
 * @param authorizedCustomerNumber who is to have the card
 * @param arrangementNumber the owner's arrangement
 */
public record RequestAdditionalCard(
        @TargetAggregateIdentifier WorkItemId workItemId,
        String authorizedCustomerNumber,
        ArrangementNumber arrangementNumber)
        implements CardOrderCommand {}
