package io.docket.cases.api;

import io.docket.common.api.PersonalData;
import org.jspecify.annotations.Nullable;

/**
 * How and where the customer wishes to be answered.
 *
 * @param commType the channel
 * @param address on that channel, up to 255 characters
 * @param addressCode the code of that address, up to 64 characters
 */
public record Reply(
        @Nullable CommType commType,
        @PersonalData @Nullable String address,
        @PersonalData @Nullable String addressCode) {}
