package io.docket.cardorders.command;

import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.WorkItemId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a card for another person on the owner's arrangement (Customer Order API tutorial, step 3).
 *
 * @param workItemId the order to be
 * @param authorizedCustomerNumber who is to have the card
 * @param arrangementNumber the owner's arrangement
 * @param description in the customer's words, up to 1000 characters
 */
public record RequestAdditionalCard(
        @TargetAggregateIdentifier WorkItemId workItemId,
        String authorizedCustomerNumber,
        ArrangementNumber arrangementNumber,
        @Nullable String description)
        implements CardOrderCommand {}
