package io.docket.cardorders.api;

import io.docket.common.api.Literal;

/** The statuses of a card: {@code issued → active ⇄ suspended}, and {@code terminated} for good. */
public enum CardStatus implements Literal {
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

    @Override
    public String literal() {
        return literal;
    }
}
