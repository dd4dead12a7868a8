package io.docket.cardorders.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The statuses of a card: {@code issued → active ⇄ suspended}, and {@code terminated} for good. */
public enum CardStatus {
    /** Made, and not in use yet. */
    ISSUED("issued"),
    /** In use. */
    ACTIVE("active"),
    /** Not to be used for now. */
    SUSPENDED("suspended"),
    /** Not to be used any more. */
    TERMINATED("terminated");

    private final String literal;

    CardStatus(String literal) {
        this.literal = literal;
    }

    /**
     * The constant that the API spells so.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CardStatus of(String literal) {
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
