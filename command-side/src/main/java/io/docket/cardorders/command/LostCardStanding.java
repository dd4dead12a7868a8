package io.docket.cardorders.command;

/** How a card stands that was reported lost, as the log has it. */
public enum LostCardStanding {
    /** It is not to be suspended, or no longer: it is terminated, or was made active after the report was over. */
    NOT_SUSPENDED,

    /** It is suspended, and nothing that was asked for before can make it active. */
    SUSPENDED,

    /** It is suspended, but the card management system may yet carry out an order that makes it active. */
    AT_RISK
}
