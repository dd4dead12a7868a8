package io.docket.esim.api.event.profile;

import io.docket.common.api.EventType;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.Iccid;

/** The SM-DP+ has made an eSIM ready for download. */
@EventType("docket.esim-profile.profile-released")
public record ProfileReleased(Iccid iccid, EsimOrderId orderId, String matchingId, String smdpAddress)
        implements EsimProfileEvent {}
