package io.docket.cardorders.command.partner;

import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.WorkItemId;
import io.docket.platform.partner.PartnerUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The bank's card management system: what makes, activates, suspends and terminates cards.
 *
 * <p>A request may be made again after an outage or a crash, always with the same key. The system does what it asks for
 * once, and answers the same.
 */
public interface CardSystem {

    /**
     * Does what an order asks for.
     *
     * @throws PartnerUnavailableException if it is not known whether it was done; ask again later
     */
    Outcome issue(WorkItemId idempotencyKey, AdditionalCard additionalCard);

    /**
     * Does what an order asks of a card.
     *
     * @throws PartnerUnavailableException if it is not known whether it was done; ask again later
     */
    Outcome process(WorkItemId idempotencyKey, CardOrder order);

    /**
     * Suspends a card at once that was reported lost or stolen, whatever becomes of its replacement; under a key of its
     * own. Nothing is to be done if the card is suspended or terminated.
     *
     * @throws PartnerUnavailableException if it is not known whether it was done; ask again later
     */
    Outcome suspend(LostCard lostCard);

    /** What came of it. */
    sealed interface Outcome {

        /**
         * Done.
         *
         * @param newCard the card that was made, by an issuance or a replacement
         */
        record Done(@Nullable NewCard newCard) implements Outcome {}

        /**
         * Refused for good.
         *
         * @param reason the system's own words, 1 to 500 characters
         */
        record Refused(String reason) implements Outcome {}
    }
}
