package io.docket.cardorders.api;

import io.docket.common.api.Paging;

/** Asks for the versions of an order; answered by an {@link OrderHistory}, or nothing. */
public record FindOrderHistory(WorkItemId workItemId, Paging paging) implements OrderQuery {}
