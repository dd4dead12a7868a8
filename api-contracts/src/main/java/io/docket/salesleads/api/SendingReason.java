package io.docket.salesleads.api;

import com.fasterxml.jackson.annotation.JsonValue;

/** Why a sales lead was sent to the communication operator when it was. */
public enum SendingReason {
    /** The service was wanted from a time that had passed when the lead came. */
    REQUESTED_AT_ONCE("requested-at-once"),
    /** The time has come from which the service is wanted. */
    REQUESTED_TIME_REACHED("requested-time-reached");

    private final String literal;

    SendingReason(String literal) {
        this.literal = literal;
    }

    /** As histories and stored events spell it. */
    @JsonValue
    public String literal() {
        return literal;
    }
}
