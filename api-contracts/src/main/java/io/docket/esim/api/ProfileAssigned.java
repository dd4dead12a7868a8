package io.docket.esim.api;

import io.docket.common.api.EventType;

/** An eSIM was given to a customer; the order is the one that makes it ready. */
@EventType("docket.esim-profile.profile-assigned")
public record ProfileAssigned(Iccid iccid, String tenant, EsimCustomerId customerId, EsimOrderId orderId)
        implements EsimProfileEvent {}
