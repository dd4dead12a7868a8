package io.docket.esim.query;

import io.docket.common.api.PersonalData;
import io.docket.esim.api.EsimOrderStatus;
import io.docket.esim.api.Iccid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has come of an item of an order.
 *
 * @param number from 1
 * @param status how far it is; {@link EsimOrderStatus#FULFILLING} once a profile is reserved
 * @param iccid the eSIM, once it is known
 * @param matchingId what the device names the profile by, if this order made it ready
 * @param smdpAddress where the device downloads it, once it is ready
 * @param subscriptionIds the data plans, at least one
 * @param error why it failed
 */
public record EsimItemView(
        int number,
        EsimOrderStatus status,
        @Nullable Iccid iccid,
        @Nullable String matchingId,
        @Nullable String smdpAddress,
        List<String> subscriptionIds,
        @PersonalData @Nullable String error) {

    public EsimItemView {
        subscriptionIds = List.copyOf(subscriptionIds);
    }

    /** The activation code (GSMA SGP.22, section 4.1), if this order made the eSIM ready. */
    public @Nullable String activationCode() {
        return matchingId == null || smdpAddress == null ? null : "LPA:1$" + smdpAddress + "$" + matchingId;
    }
}
