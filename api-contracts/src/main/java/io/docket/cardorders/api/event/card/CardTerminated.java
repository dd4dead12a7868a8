package io.docket.cardorders.api.event.card;

import io.docket.cardorders.api.CardId;
import io.docket.common.api.EventType;

/** The card cannot be used any more. */
@EventType("docket.card.card-terminated")
public record CardTerminated(CardId cardId) implements CardEvent {}
