package io.docket.cardorders.api.event.card;

import io.docket.cardorders.api.CardId;
import io.docket.common.api.EventType;

/** The card can be used. */
@EventType("docket.card.card-activated")
public record CardActivated(CardId cardId) implements CardEvent {}
