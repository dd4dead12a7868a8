package io.docket.cardorders.api.event.card;

import io.docket.cardorders.api.CardId;

/** What can have happened to a card. */
public sealed interface CardEvent
        permits CardRegistered,
                CardOrderOpened,
                CardOrderClosed,
                CardReportedLost,
                CardOrderGivenUp,
                CardOrderAnsweredLate,
                CardActivated,
                CardSuspended,
                CardTerminated {

    /** The card. */
    CardId cardId();
}
