package io.docket.esim.api.event.profile;

import io.docket.common.api.EventType;
import io.docket.esim.api.EsimCustomerId;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.Iccid;

/** An eSIM was given to a customer; the order is the one that makes it ready. */
@EventType("docket.esim-profile.profile-assigned")
public record ProfileAssigned(Iccid iccid, String tenant, EsimCustomerId customerId, EsimOrderId orderId)
        implements EsimProfileEvent {}
