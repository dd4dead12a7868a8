package io.docket.cardorders.api;

import io.docket.common.api.Literal;

/** What a customer is told of an order (classification {@code customer-friendly-statuses}). */
public enum CustomerFriendlyStatus implements Literal {
    /** Under way. */
    ACTIVE("active"),
    /** Done. */
    COMPLETE("complete"),
    /** Withdrawn. */
    ABANDONED("abandoned"),
    /** Refused. */
    REJECTED("rejected"),
    /** Not approved in time. */
    EXPIRED("expired"),
    /** Held up by an outage for long. */
    SUSPENDED("suspended");

    private final String literal;

    CustomerFriendlyStatus(String literal) {
        this.literal = literal;
    }

    @Override
    public String literal() {
        return literal;
    }
}
