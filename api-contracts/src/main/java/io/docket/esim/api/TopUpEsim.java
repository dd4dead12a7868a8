package io.docket.esim.api;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Asks for data plans on an eSIM that the customer has; answered by an {@link EsimOrderReceipt}.
 *
 * @param orderId the order to be
 * @param request the order
 * @param iccid the eSIM
 */
public record TopUpEsim(@TargetAggregateIdentifier EsimOrderId orderId, EsimOrderRequest request, Iccid iccid)
        implements EsimOrderCommand {}
