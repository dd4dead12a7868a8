package io.docket.cardorders.command;

import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.WorkItemId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that the simulated card management system has answered.
 *
 * @param number its place in the order in which requests were processed; numbers may be missing
 * @param workItemId the order; of a suspension, that for the replacement of the card
 * @param kind what was asked for
 * @param cardId of which card; {@code null} for an issuance
 * @param refusal why it was refused; {@code null} if it was done
 * @param newCard the card that was made
 * @param asked how many times it was asked for
 * @param effects how many times it changed the cards: once if it was done, never if it was refused, or
 *     if it was the suspension of a terminated card
 * @param processedAt when it was first processed
 */
record ProcessedCardRequest(
        long number,
        WorkItemId workItemId,
        CardRequestKind kind,
        @Nullable CardId cardId,
        @Nullable String refusal,
        @Nullable NewCard newCard,
        int asked,
        int effects,
        Instant processedAt) {}
