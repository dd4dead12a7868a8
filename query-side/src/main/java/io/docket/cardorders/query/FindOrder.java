package io.docket.cardorders.query;

import io.docket.cardorders.api.WorkItemId;

/** Asks for an order as it stands; answered by an {@link OrderView}, or nothing. */
public record FindOrder(WorkItemId workItemId) implements OrderQuery {}
