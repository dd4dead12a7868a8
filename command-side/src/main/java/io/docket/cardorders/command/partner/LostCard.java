package io.docket.cardorders.command.partner;

import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.WorkItemId;

/**
 * A card that was reported lost or stolen.
 *
 * @param replacement the order for its replacement, by which it was reported
 * @param customerNumber whose card it is
 * @param replacementReason what happened to it, as the order says
 * @param suspension the how many-th suspension of the card it takes, from 1
 */
public record LostCard(
        WorkItemId replacement,
        CardId cardId,
        String serialNumber,
        String customerNumber,
        String replacementReason,
        int suspension) {

    /** That of the orders for the card. */
    public String lane() {
        return cardId.toString();
    }

    /** Of this suspension, and unlike that of its replacement. */
    public String idempotencyKey() {
        return replacement.value() + "-suspension" + (suspension == 1 ? "" : "-" + suspension);
    }
}
