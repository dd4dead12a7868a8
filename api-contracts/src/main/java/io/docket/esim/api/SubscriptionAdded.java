package io.docket.esim.api;

import io.docket.common.api.EventType;

/** An eSIM got a data plan. */
@EventType("docket.esim-profile.subscription-added")
public record SubscriptionAdded(Iccid iccid, EsimOrderId orderId, EsimSubscription subscription)
        implements EsimProfileEvent {}
