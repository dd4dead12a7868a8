package io.docket.cardorders.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What a customer is told of an order (classification {@code customer-friendly-statuses}). */
public enum CustomerFriendlyStatus {
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

    /**
     * The constant that the API spells so.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CustomerFriendlyStatus of(String literal) {
        return Arrays.stream(values())
                .filter(constant -> constant.literal.equals(literal))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown literal"));
    }

    /** As the API spells it. */
    @JsonValue
    public String literal() {
        return literal;
    }
}
