package io.docket.cardorders.api;

/** Asks for an order as it stands; answered by an {@link OrderView}, or nothing. */
public record FindOrder(WorkItemId workItemId) implements OrderQuery {}
