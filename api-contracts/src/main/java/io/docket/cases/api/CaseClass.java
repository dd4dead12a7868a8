package io.docket.cases.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What a case is, by the resource that it was posted to. */
public enum CaseClass {
    COMPLAINT("Complaint"),
    SERVICE_REQUEST("ServiceRequest"),
    CALLBACK_REQUEST("CallbackRequest");

    private final String literal;

    CaseClass(String literal) {
        this.literal = literal;
    }

    /**
     * The constant that the API spells so.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CaseClass of(String literal) {
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
