package io.docket.cardorders.command;

import io.docket.cardorders.api.WorkItemId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Claims an approved order for the card management system; from then on it cannot be cancelled. Answers whether it is to
 * be processed. An order that would make a card active which was reported lost after it is rejected instead.
 *
 * @param workItemId the order
 */
public record StartProcessing(@TargetAggregateIdentifier WorkItemId workItemId) implements CardOrderCommand {}
