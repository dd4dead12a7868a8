package io.docket.cases.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The states of a case, in the order of its life. */
public enum CaseState {
    /** Registered, and nobody works on it yet. */
    ACCEPTED("Accepted"),
    /** Somebody works on it. */
    ACTIVE("Active"),
    /** Answered; can be made active again. */
    RESOLVED("Resolved"),
    /** Over. */
    CLOSED("Closed"),
    /** Not taken up. */
    REJECTED("Rejected"),
    /** Withdrawn. */
    CANCELED("Canceled");

    private final String literal;

    CaseState(String literal) {
        this.literal = literal;
    }

    /**
     * The constant that the API spells so.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CaseState of(String literal) {
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

    /** Whether the case still waits for an answer. */
    public boolean isOpen() {
        return this == ACCEPTED || this == ACTIVE;
    }

    /** Whether nothing can change the case any more. */
    public boolean isFinal() {
        return this == CLOSED || this == REJECTED || this == CANCELED;
    }
}
