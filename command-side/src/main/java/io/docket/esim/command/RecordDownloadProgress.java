package io.docket.esim.command;

import io.docket.esim.api.DownloadProgress;
import io.docket.esim.api.Iccid;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Says how far the download of a profile is. */
public record RecordDownloadProgress(
        @TargetAggregateIdentifier Iccid iccid, DownloadProgress progress) {}
