package io.docket.esim.api;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Says how far the download of a profile is. Refused as not found if there is no such profile. */
public record RecordDownloadProgress(
        @TargetAggregateIdentifier Iccid iccid, DownloadProgress progress) {}
