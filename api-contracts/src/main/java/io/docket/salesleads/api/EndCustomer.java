package io.docket.salesleads.api;

import io.docket.common.api.PersonId;
import io.docket.common.api.PersonKind;
import io.docket.common.api.PersonalData;
import org.jspecify.annotations.Nullable;

/**
 * The person who orders. At least one of {@code phone}, {@code mobilePhone} and {@code email} is there.
 *
 * @param identified whether the operator has made sure who it is; {@code null} if it does not say
 * @param personalIdentityNumber the person
 * @param firstName 1 to 200 characters
 * @param lastName up to 200 characters
 * @param phone a plus sign and digits
 * @param mobilePhone a plus sign and digits
 * @param email up to 254 characters
 * @param invoiceAddress where invoices go
 */
public record EndCustomer(
        @Nullable Boolean identified,
        @PersonId(PersonKind.END_CUSTOMER) @PersonalData PersonalIdentityNumber personalIdentityNumber,
        @PersonalData String firstName,
        @PersonalData @Nullable String lastName,
        @PersonalData @Nullable String phone,
        @PersonalData @Nullable String mobilePhone,
        @PersonalData @Nullable String email,
        @Nullable InvoiceAddress invoiceAddress) {}
