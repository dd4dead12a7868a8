package io.docket.salesleads.api;

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
        @Nullable String streetName,
        @Nullable String streetNumber,
        @Nullable String streetLittera,
        @Nullable String postalCode,
        @Nullable String city) {}
