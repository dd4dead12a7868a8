package io.docket.cases.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** How important a case is, least first. */
public enum Importance {
    LOW("Low"),
    STANDARD("Standard"),
    HIGH("High"),
    VERY_IMPORTANT("VeryImportant");

    private final String literal;

    Importance(String literal) {
        this.literal = literal;
    }

    /**
     * The constant that the API spells so.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Importance of(String literal) {
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
