package io.docket.esim.api.event.profile;

import io.docket.common.api.EventType;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.Iccid;

/** An eSIM was given back, because its order failed; anybody may get it. */
@EventType("docket.esim-profile.profile-canceled")
public record ProfileCanceled(Iccid iccid, EsimOrderId orderId) implements EsimProfileEvent {}
