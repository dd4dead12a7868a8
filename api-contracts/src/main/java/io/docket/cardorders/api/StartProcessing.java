package io.docket.cardorders.api;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Claims an approved order for the card management system; from then on it cannot be cancelled. Answers whether it is to be processed.
 *
 * @param workItemId the order
 */
public record StartProcessing(@TargetAggregateIdentifier WorkItemId workItemId) implements CardOrderCommand {}
