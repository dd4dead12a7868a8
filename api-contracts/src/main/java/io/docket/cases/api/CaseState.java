package io.docket.cases.api;

import io.docket.common.api.Literal;

/** The states of a case, in the order of its life. */
public enum CaseState implements Literal {
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

    @Override
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
