package io.docket.cardorders.api;

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
