package io.docket.cardorders.api.event.card;

import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.EventType;

/** An order for the card was opened; until it ends there is no other of its kind. */
@EventType("docket.card.card-order-opened")
public record CardOrderOpened(CardId cardId, WorkItemId workItemId, OrderKind kind) implements CardEvent {}
