package io.docket.cardorders.api;

/** The stable literals of the rules of card orders that a command can break (409). */
public final class CardOrderProblem {

    /** There is an open order of the same kind for the same card, or for the same person and arrangement. */
    public static final String REQUEST_ALREADY_EXISTS = "request-already-exists";

    /** The person has an additional card on the arrangement already. */
    public static final String ACTIVE_ADDITIONAL_CARD_ALREADY_EXISTS = "active-additional-card-already-exists";

    /** An additional card is for somebody else than the owner of the arrangement. */
    public static final String OWNER_CAN_NOT_HAVE_ADDITIONAL_CARD = "owner-can-not-have-additional-card";

    /** Only proposed and approved orders can be cancelled. */
    public static final String REQUEST_STATUS_NOT_ELIGIBLE_FOR_CANCELATION =
            "request-status-not-eligible-for-cancelation";

    /** Only proposed orders can be approved and rejected. */
    public static final String REQUEST_STATUS_NOT_ELIGIBLE = "request-status-not-eligible";

    /** Who orders does not approve. */
    public static final String APPROVER_IS_REQUESTER = "approver-is-requester";

    /** The status of the card does not allow what is asked of it. */
    public static final String CARD_STATUS_NOT_ELIGIBLE = "card-status-not-eligible";

    /** There is no such arrangement, or it is not the caller's to know of. */
    public static final String UNKNOWN_ARRANGEMENT = "unknown-arrangement";

    /** There is no such card, or it is not the caller's to know of. */
    public static final String UNKNOWN_CARD = "unknown-card";

    /** There is no such customer. */
    public static final String UNKNOWN_CUSTOMER = "unknown-customer";

    private CardOrderProblem() {}
}
