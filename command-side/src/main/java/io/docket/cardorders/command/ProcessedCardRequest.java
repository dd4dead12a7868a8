package io.docket.cardorders.command;

import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that the simulated card management system has answered.
 *
 * @param number its place in the order in which requests were processed; numbers may be missing
 * @param workItemId the order, the request's idempotency key
 * @param kind what was asked for
 * @param cardId of which card; {@code null} for an issuance
 * @param refusal why it was refused; {@code null} if it was done
 * @param newCard the card that was made
 * @param asked how many times it was asked for
 * @param effects how many times it changed the cards: once if it was done, never if it was refused
 * @param processedAt when it was first processed
 */
record ProcessedCardRequest(
        long number,
        WorkItemId workItemId,
        OrderKind kind,
        @Nullable CardId cardId,
        @Nullable String refusal,
        @Nullable NewCard newCard,
        int asked,
        int effects,
        Instant processedAt) {}
