package io.docket.esim.api;

import io.docket.common.api.PersonalData;
import org.jspecify.annotations.Nullable;

/**
 * A customer, as the first order for them says.
 *
 * @param email what the customer is known by
 * @param firstName the email address if the order names none
 * @param lastName the surname
 * @param language ISO 639-1, in capitals
 * @param countryOfResidence ISO 3166-1
 * @param type in the reseller's words
 */
public record EsimCustomerDetails(
        @PersonalData String email,
        @PersonalData String firstName,
        @PersonalData @Nullable String lastName,
        String language,
        @PersonalData @Nullable String countryOfResidence,
        @Nullable String type) {}
