package io.docket.cardorders.query;

import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.Paging;

/**
 * Asks for the versions of an order that is there; answered by a {@link OrderHistory}.
 *
 * @param last the last version that counts, as a sequence number
 */
public record FindOrderHistory(WorkItemId workItemId, long last, Paging paging) implements OrderQuery {}
