package io.docket.cardorders.command;

import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Refuses a proposed order.
 *
 * @param workItemId the order
 * @param kind what the caller takes it for; another is not found
 * @param reason why, 1 to 500 characters
 */
public record RejectOrder(@TargetAggregateIdentifier WorkItemId workItemId, OrderKind kind, String reason)
        implements CardOrderCommand {}
