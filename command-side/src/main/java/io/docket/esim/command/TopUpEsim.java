package io.docket.esim.command;

import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.Iccid;
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
