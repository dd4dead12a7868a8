package io.docket.cardorders.api;

import io.docket.common.api.Literal;

/** The statuses of a card order (classification {@code workitem-processing-statuses}). */
public enum OrderStatus implements Literal {
    /** Waits for approval. */
    PROPOSED("proposed"),
    /** Waits for the card management system. */
    APPROVED("approved"),
    /** The card management system is at work. */
    EXTERNAL_PROCESSING_IN_PROGRESS("external-processing-in-progress"),
    /** Done. The spelling is the API's own. */
    EXTERNAL_PROCESSING_SUCCEDED("external-processing-succeded"),
    /** Withdrawn by the customer. */
    CANCELED("canceled"),
    /** Refused by the bank or by the card management system. */
    REJECTED("rejected"),
    /** Nobody approved it in time. */
    EXPIRED("expired");

    private final String literal;

    OrderStatus(String literal) {
        this.literal = literal;
    }

    @Override
    public String literal() {
        return literal;
    }

    /** Whether the order still waits for its end. */
    public boolean isOpen() {
        return this == PROPOSED || this == APPROVED || this == EXTERNAL_PROCESSING_IN_PROGRESS;
    }

    /** What the customer is told of an order that no outage holds up. */
    public CustomerFriendlyStatus customerFriendly() {
        return switch (this) {
            case PROPOSED, APPROVED, EXTERNAL_PROCESSING_IN_PROGRESS -> CustomerFriendlyStatus.ACTIVE;
            case EXTERNAL_PROCESSING_SUCCEDED -> CustomerFriendlyStatus.COMPLETE;
            case CANCELED -> CustomerFriendlyStatus.ABANDONED;
            case REJECTED -> CustomerFriendlyStatus.REJECTED;
            case EXPIRED -> CustomerFriendlyStatus.EXPIRED;
        };
    }
}
