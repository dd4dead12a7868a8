package io.docket.esim.api.event.profile;

import io.docket.common.api.EventType;
import io.docket.esim.api.DownloadProgress;
import io.docket.esim.api.Iccid;

/** An eSIM has come nearer to its device, or has failed to. */
@EventType("docket.esim-profile.profile-download-progressed")
public record ProfileDownloadProgressed(Iccid iccid, DownloadProgress progress) implements EsimProfileEvent {}
