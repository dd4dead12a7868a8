package io.docket.esim.api.event.profile;

import io.docket.common.api.EventType;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimSubscription;
import io.docket.esim.api.Iccid;

/** An eSIM got a data plan. */
@EventType("docket.esim-profile.subscription-added")
public record SubscriptionAdded(Iccid iccid, EsimOrderId orderId, EsimSubscription subscription)
        implements EsimProfileEvent {}
