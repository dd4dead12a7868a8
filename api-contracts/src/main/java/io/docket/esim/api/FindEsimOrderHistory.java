package io.docket.esim.api;

import io.docket.common.api.Paging;

/** Asks for the versions of an order; answered by an {@link EsimOrderHistory}, or nothing. */
public record FindEsimOrderHistory(EsimOrderId orderId, Paging paging) implements EsimOrderQuery {}
