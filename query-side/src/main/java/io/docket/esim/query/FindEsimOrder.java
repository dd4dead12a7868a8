package io.docket.esim.query;

import io.docket.esim.api.EsimOrderId;

/** Asks for an order as it stands; answered by an {@link EsimOrderView}, or nothing. */
public record FindEsimOrder(EsimOrderId orderId) implements EsimOrderQuery {}
