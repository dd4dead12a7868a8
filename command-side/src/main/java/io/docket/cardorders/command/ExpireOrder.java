package io.docket.cardorders.command;

import io.docket.cardorders.api.WorkItemId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Ends an order that nobody has approved in time. Does nothing to one that is no longer proposed.
 *
 * @param workItemId the order
 */
public record ExpireOrder(@TargetAggregateIdentifier WorkItemId workItemId) implements CardOrderCommand {}
