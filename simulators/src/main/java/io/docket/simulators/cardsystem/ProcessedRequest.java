package io.docket.simulators.cardsystem;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A request that the card management system has answered.
 *
 * @param number its place in the order in which requests were processed
 * @param idempotencyKey of the request
 * @param workItemId the order; of a suspension, that for the replacement of the card
 * @param kind what was asked for
 * @param cardId of which card; {@code null} for an issuance
 * @param cardStatus the card's status after it; {@code null} if it is not known, or there is no card
 * @param refusal why it was refused; {@code null} if it was done
 * @param newCardId the card that was made
 * @param newSerialNumber its serial number
 * @param asked how many times it was asked for
 * @param effects how many times it changed the cards: once if it was done, never if it was refused, or if it was the
 *     suspension of a terminated card
 * @param processedAt when it was first processed
 */
@JsonNaming(KebabCaseStrategy.class)
record ProcessedRequest(
        long number,
        String idempotencyKey,
        String workItemId,
        String kind,
        @Nullable String cardId,
        @Nullable String cardStatus,
        @Nullable String refusal,
        @Nullable String newCardId,
        @Nullable String newSerialNumber,
        int asked,
        int effects,
        Instant processedAt) {

    /** {@code done} or {@code refused}. */
    @JsonProperty
    String outcome() {
        return refusal == null ? "done" : "refused";
    }

    ProcessedRequest askedAgain() {
        return new ProcessedRequest(
                number,
                idempotencyKey,
                workItemId,
                kind,
                cardId,
                cardStatus,
                refusal,
                newCardId,
                newSerialNumber,
                asked + 1,
                effects,
                processedAt);
    }
}
