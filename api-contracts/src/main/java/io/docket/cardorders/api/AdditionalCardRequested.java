package io.docket.cardorders.api;

import io.docket.common.api.EventType;

/** A card for another person on the owner's arrangement was asked for. */
@EventType("docket.card-order.additional-card-requested")
public record AdditionalCardRequested(WorkItemId workItemId, AdditionalCard additionalCard) implements WorkItemEvent {}
