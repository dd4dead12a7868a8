package io.docket.salesleads.api;

import io.docket.common.api.PersonalData;
import org.jspecify.annotations.Nullable;

/**
 * Where invoices go.
 *
 * @param streetName up to 200 characters
 * @param streetNumber up to 16 characters
 * @param streetLittera up to 16 characters
 * @param postalCode five digits
 * @param city up to 200 characters
 */
public record InvoiceAddress(
        @PersonalData @Nullable String streetName,
        @PersonalData @Nullable String streetNumber,
        @PersonalData @Nullable String streetLittera,
        @PersonalData @Nullable String postalCode,
        @PersonalData @Nullable String city) {}
