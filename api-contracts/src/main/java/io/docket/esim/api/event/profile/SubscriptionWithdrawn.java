package io.docket.esim.api.event.profile;

import io.docket.common.api.EventType;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.Iccid;

/** A data plan was taken from an eSIM again, because its order failed. */
@EventType("docket.esim-profile.subscription-withdrawn")
public record SubscriptionWithdrawn(Iccid iccid, EsimOrderId orderId, String subscriptionId)
        implements EsimProfileEvent {}
