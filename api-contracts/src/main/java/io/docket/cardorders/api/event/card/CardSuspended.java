package io.docket.cardorders.api.event.card;

import io.docket.cardorders.api.CardId;
import io.docket.common.api.EventType;

/** The card cannot be used for now. */
@EventType("docket.card.card-suspended")
public record CardSuspended(CardId cardId) implements CardEvent {}
