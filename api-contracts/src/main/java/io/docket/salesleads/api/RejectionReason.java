package io.docket.salesleads.api;

import com.fasterxml.jackson.annotation.JsonValue;

/** Why a sales lead was rejected. */
public enum RejectionReason {
    /** We have no such offering of such a product. */
    UNKNOWN_OFFERING("unknown-offering"),
    /** The offering is no longer sold. */
    WITHDRAWN_OFFERING("withdrawn-offering"),
    /** The offering cannot be delivered to that access. */
    OFFERING_NOT_AVAILABLE_AT_ACCESS("offering-not-available-at-access"),
    /** The communication operator did not take our order. */
    REFUSED_BY_CO("refused-by-co"),
    /** The communication operator took our order, and could not carry it out. */
    FAILED_AT_CO("failed-at-co");

    private final String literal;

    RejectionReason(String literal) {
        this.literal = literal;
    }

    /** As histories and stored events spell it. */
    @JsonValue
    public String literal() {
        return literal;
    }
}
