package io.docket.esim.command;

import io.docket.esim.api.EsimOrderId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Asks for a new eSIM with data plans; answered by an {@link EsimOrderReceipt}. */
public record OrderNewEsim(@TargetAggregateIdentifier EsimOrderId orderId, EsimOrderRequest request)
        implements EsimOrderCommand {}
