package io.docket.cases.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** How the customer wishes to be answered. */
public enum CommType {
    EMAIL("Email"),
    PHONE("Phone"),
    MAIL("Mail"),
    FAX("Fax"),
    FACE_TO_FACE("FaceToFace"),
    WEB_APP("WebApp"),
    MOBILE_APP("MobileApp"),
    OTHER("Other");

    private final String literal;

    CommType(String literal) {
        this.literal = literal;
    }

    /**
     * The constant that the API spells so.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CommType of(String literal) {
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
