package io.docket.cases.api;

import io.docket.common.api.PersonId;
import io.docket.common.api.PersonKind;
import io.docket.common.api.PersonalData;
import org.jspecify.annotations.Nullable;

/**
 * The customer whom a case is about.
 *
 * @param id the customer's number, 1 to 64 characters
 * @param name up to 200 characters
 * @param identNum the number of an identity document, up to 64 characters
 */
public record Customer(
        @PersonId(PersonKind.CUSTOMER) String id,
        @PersonalData @Nullable String name,
        @PersonalData @Nullable String identNum) {}
