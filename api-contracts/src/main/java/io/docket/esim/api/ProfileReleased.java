package io.docket.esim.api;

import io.docket.common.api.EventType;

/** The SM-DP+ has made an eSIM ready for download. */
@EventType("docket.esim-profile.profile-released")
public record ProfileReleased(Iccid iccid, EsimOrderId orderId, String matchingId, String smdpAddress)
        implements EsimProfileEvent {}
