package io.docket.cardorders.api.event.card;

import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.EventType;

/**
 * The card management system has answered an order that had been given up.
 *
 * @param carriedOut whether it has done what the order asked for; if not, it never will
 */
@EventType("docket.card.card-order-answered-late")
public record CardOrderAnsweredLate(CardId cardId, WorkItemId workItemId, boolean carriedOut) implements CardEvent {}
