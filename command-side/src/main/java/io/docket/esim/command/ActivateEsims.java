package io.docket.esim.command;

import io.docket.esim.api.EsimOrderId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Asks for data plans on many eSIMs, all or none; answered by an {@link EsimOrderReceipt}. */
public record ActivateEsims(@TargetAggregateIdentifier EsimOrderId orderId, EsimOrderRequest request)
        implements EsimOrderCommand {}
