package io.docket.esim.api;

import io.docket.common.api.PersonalData;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The device that an eSIM is for.
 *
 * @param type {@code iot}, {@code ios} or {@code android}
 * @param id as the reseller knows it
 * @param model its model
 * @param uicc the number of its chip; 32 digits are taken for an EID
 * @param imei its equipment number
 */
public record EsimDevice(
        String type,
        @PersonalData String id,
        @Nullable String model,
        @PersonalData @Nullable String uicc,
        @PersonalData @Nullable String imei) {

    private static final Pattern EID = Pattern.compile("[0-9]{32}");

    /** The number of the chip in the form that an SM-DP+ knows it by, if it is known. */
    public @Nullable String eid() {
        return uicc != null && EID.matcher(uicc).matches() ? uicc : null;
    }
}
