package io.docket.esim.query;

import io.docket.common.api.Paging;
import io.docket.esim.api.EsimOrderId;

/**
 * Asks for the versions of an order that is there; answered by a {@link EsimOrderHistory}.
 *
 * @param last the last version that counts, as a sequence number
 */
public record FindEsimOrderHistory(EsimOrderId orderId, long last, Paging paging) implements EsimOrderQuery {}
