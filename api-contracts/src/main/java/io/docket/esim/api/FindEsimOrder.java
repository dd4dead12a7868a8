package io.docket.esim.api;

/** Asks for an order as it stands; answered by an {@link EsimOrderView}, or nothing. */
public record FindEsimOrder(EsimOrderId orderId) implements EsimOrderQuery {}
