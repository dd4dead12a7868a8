package io.docket.esim.command;

import io.docket.esim.api.EsimOrderId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Goes on with an order's fulfilment, as far as no word from the SM-DP+ is needed; answered by a {@link FulfilmentStep}. */
public record ContinueFulfilment(@TargetAggregateIdentifier EsimOrderId orderId) implements EsimOrderCommand {}
