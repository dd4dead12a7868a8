package io.docket.cardorders.command;

import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Lets a proposed order go to the card management system.
 *
 * @param workItemId the order
 * @param kind what the caller takes it for; another is not found
 */
public record ApproveOrder(@TargetAggregateIdentifier WorkItemId workItemId, OrderKind kind)
        implements CardOrderCommand {}
