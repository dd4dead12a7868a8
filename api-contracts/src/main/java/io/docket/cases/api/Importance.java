package io.docket.cases.api;

import io.docket.common.api.Literal;

/** How important a case is, least first. */
public enum Importance implements Literal {
    LOW("Low"),
    STANDARD("Standard"),
    HIGH("High"),
    VERY_IMPORTANT("VeryImportant");

    private final String literal;

    Importance(String literal) {
        this.literal = literal;
    }

    @Override
    public String literal() {
        return literal;
    }
}
