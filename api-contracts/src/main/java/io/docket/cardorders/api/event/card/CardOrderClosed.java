package io.docket.cardorders.api.event.card;

import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.EventType;

/** An order for the card came to its end. */
@EventType("docket.card.card-order-closed")
public record CardOrderClosed(CardId cardId, WorkItemId workItemId) implements CardEvent {}
