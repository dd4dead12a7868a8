package io.docket.cardorders.api;

import io.docket.common.api.PersonId;
import io.docket.common.api.PersonKind;
import io.docket.common.api.PersonalData;
import org.jspecify.annotations.Nullable;

/**
 * The card that an issuance asks for.
 *
 * @param authorizedCustomerNumber who is to have it
 * @param authorizedCustomerName that customer's name; {@code null} if the bank did not know the customer when the
 *     owner asked for the card
 * @param ownerCustomerNumber whose arrangement it is
 * @param ownerCustomerName that customer's name
 * @param arrangementNumber the arrangement
 * @param productCode the arrangement's product
 */
public record AdditionalCard(
        @PersonId(value = PersonKind.CUSTOMER, main = false) String authorizedCustomerNumber,

        @PersonalData(of = "authorizedCustomerNumber") @Nullable
        String authorizedCustomerName,

        @PersonId(PersonKind.CUSTOMER) String ownerCustomerNumber,
        @PersonalData String ownerCustomerName,
        ArrangementNumber arrangementNumber,
        String productCode) {}
