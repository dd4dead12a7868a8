package io.docket.cardorders.api;

import io.docket.common.api.EventType;

/** The card cannot be used for now. */
@EventType("docket.card.card-suspended")
public record CardSuspended(CardId cardId) implements CardEvent {}
