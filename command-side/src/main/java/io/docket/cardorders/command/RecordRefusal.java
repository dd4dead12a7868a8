package io.docket.cardorders.command;

import io.docket.cardorders.api.WorkItemId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Says that the card management system refuses an order.
 *
 * @param workItemId the order
 * @param reason the system's reason, 1 to 500 characters
 */
public record RecordRefusal(@TargetAggregateIdentifier WorkItemId workItemId, String reason)
        implements CardOrderCommand {}
