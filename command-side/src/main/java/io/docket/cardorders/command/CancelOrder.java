package io.docket.cardorders.command;

import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Withdraws an order (Customer Order API tutorial, step 5). Refused once the card management system is at work.
 *
 * @param workItemId the order
 * @param kind what the caller takes it for; another is not found
 * @param reason why, up to 500 characters
 */
public record CancelOrder(
        @TargetAggregateIdentifier WorkItemId workItemId,
        OrderKind kind,
        @Nullable String reason) implements CardOrderCommand {}
