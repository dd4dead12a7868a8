package io.docket.cardorders.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.docket.common.api.PersonId;
import io.docket.common.api.PersonKind;
import io.docket.common.api.PersonalData;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a card that there is.
 *
 * @param kind what; any but {@link OrderKind#ADDITIONAL_CARD_ISSUANCE}
 * @param cardId the card
 * @param serialNumber the card's serial number
 * @param customerNumber whose card it is
 * @param description in the customer's words, up to 1000 characters
 * @param blockadeReason of a blockade: a literal of {@code card-blockade-reasons}
 * @param replacementReason of a replacement: a literal of {@code card-replacement-reasons}
 * @param embossmentLine1 of a replacement: what is to stand on the new card, up to 26 characters
 */
public record CardOrder(
        OrderKind kind,
        CardId cardId,
        String serialNumber,
        @PersonId(PersonKind.CUSTOMER) String customerNumber,
        @PersonalData @Nullable String description,
        @Nullable String blockadeReason,
        @Nullable String replacementReason,

        @PersonalData @JsonProperty("embossment-line-1") @Nullable
        String embossmentLine1) {}
