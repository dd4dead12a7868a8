package io.docket.esim.command.partner;

import io.docket.esim.api.Iccid;
import io.docket.platform.partner.PartnerUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The SM-DP+: what makes profiles ready for download (GSMA SGP.22, ES2+).
 *
 * <p>Every call carries its call identifier, the same again when it is repeated after an outage or a crash. What a call
 * asks for is done once, and answered the same.
 */
public interface Smdp {

    /**
     * ES2+.DownloadOrder: reserves a profile.
     *
     * @throws PartnerUnavailableException if it is not known whether it was done; ask again later
     * @throws SmdpRefusedException if it is refused for good
     */
    Iccid downloadOrder(FunctionCallId call, ProfileRequest request);

    /**
     * ES2+.ConfirmOrder, with the release of the profile: from then on the device can download it.
     *
     * @throws PartnerUnavailableException if it is not known whether it was done; ask again later
     * @throws SmdpRefusedException if it is refused for good
     */
    Confirmation confirmOrder(FunctionCallId call, Iccid iccid, @Nullable String eid, String matchingId);

    /**
     * ES2+.CancelOrder, which leaves the profile available to others.
     *
     * @throws PartnerUnavailableException if it is not known whether it was done; ask again later
     * @throws SmdpRefusedException if it is refused for good
     */
    void cancelOrder(FunctionCallId call, Iccid iccid, @Nullable String eid, @Nullable String matchingId);

    /** What the device names the profile by, and where it downloads it. */
    record Confirmation(String matchingId, String smdpAddress) {}

    /** Which profile: exactly one of type and ICCID. */
    record ProfileRequest(
            @Nullable String profileType,
            @Nullable Iccid iccid,
            @Nullable String eid) {

        /** @throws IllegalArgumentException unless it names either a type or an ICCID */
        public ProfileRequest {
            if ((profileType == null) == (iccid == null)) {
                throw new IllegalArgumentException("Either a profile type or an ICCID");
            }
        }
    }
}
