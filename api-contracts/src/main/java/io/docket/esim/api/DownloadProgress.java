package io.docket.esim.api;

import io.docket.common.api.PersonalData;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step on a profile's way to its device (GSMA SGP.22, ES2+.HandleDownloadProgressInfo).
 *
 * @param notificationPointId which step
 * @param status how it went, such as {@code Executed-Success}
 * @param time when, by the clock of the SM-DP+
 * @param eid the number of the device's chip
 * @param subjectCode of a failure: what it concerns
 * @param reasonCode of a failure: what it is
 * @param message of a failure, for a person
 */
public record DownloadProgress(
        int notificationPointId,
        String status,
        Instant time,
        @PersonalData @Nullable String eid,
        @Nullable String subjectCode,
        @Nullable String reasonCode,
        @PersonalData @Nullable String message) {}
