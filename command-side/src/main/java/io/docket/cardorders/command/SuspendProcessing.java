package io.docket.cardorders.command;

import io.docket.cardorders.api.WorkItemId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Says that an outage holds an order up for long.
 *
 * @param workItemId the order
 */
public record SuspendProcessing(@TargetAggregateIdentifier WorkItemId workItemId) implements CardOrderCommand {}
