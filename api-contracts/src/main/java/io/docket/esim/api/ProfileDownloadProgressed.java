package io.docket.esim.api;

import io.docket.common.api.EventType;

/** An eSIM has come nearer to its device, or has failed to. */
@EventType("docket.esim-profile.profile-download-progressed")
public record ProfileDownloadProgressed(Iccid iccid, DownloadProgress progress) implements EsimProfileEvent {}
