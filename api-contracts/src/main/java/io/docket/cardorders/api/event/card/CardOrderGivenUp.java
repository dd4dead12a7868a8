package io.docket.cardorders.api.event.card;

import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.EventType;

/**
 * An order that would make the card active was given up, since the card had been reported lost or stolen. The card
 * management system had been asked for it, and may carry it out yet.
 */
@EventType("docket.card.card-order-given-up")
public record CardOrderGivenUp(CardId cardId, WorkItemId workItemId) implements CardEvent {}
