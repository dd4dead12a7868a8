package io.docket.esim.api;

import io.docket.common.api.EventType;

/** An eSIM was given back, because its order failed; anybody may get it. */
@EventType("docket.esim-profile.profile-canceled")
public record ProfileCanceled(Iccid iccid, EsimOrderId orderId) implements EsimProfileEvent {}
