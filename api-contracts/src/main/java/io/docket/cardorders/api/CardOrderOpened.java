package io.docket.cardorders.api;

import io.docket.common.api.EventType;

/** An order for the card was opened; until it ends there is no other of its kind. */
@EventType("docket.card.card-order-opened")
public record CardOrderOpened(CardId cardId, WorkItemId workItemId, OrderKind kind) implements CardEvent {}
