package io.docket.esim.api;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Says how far the download of a profile is. */
public record RecordDownloadProgress(
        @TargetAggregateIdentifier Iccid iccid, DownloadProgress progress) {}
