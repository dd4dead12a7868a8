package io.docket.cardorders.api.event.card;

import io.docket.cardorders.api.ArrangementNumber;

/** What can have happened on an arrangement with regard to additional cards. */
public sealed interface ArrangementEvent
        permits AdditionalCardOrderOpened, AdditionalCardOrderClosed, AdditionalCardIssued, AdditionalCardEnded {

    /** The arrangement. */
    ArrangementNumber arrangementNumber();
}
