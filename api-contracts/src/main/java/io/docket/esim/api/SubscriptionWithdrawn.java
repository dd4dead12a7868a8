package io.docket.esim.api;

import io.docket.common.api.EventType;

/** A data plan was taken from an eSIM again, because its order failed. */
@EventType("docket.esim-profile.subscription-withdrawn")
public record SubscriptionWithdrawn(Iccid iccid, EsimOrderId orderId, String subscriptionId)
        implements EsimProfileEvent {}
