package io.docket.cardorders.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The number of a card, 1 to 64 characters, as the bank gives it. */
public record CardId(@JsonValue String value) {

    @JsonCreator
    public CardId {}

    /** The identifier of the aggregate, which is unlike that of any other kind. */
    @Override
    public String toString() {
        return "card:" + value;
    }
}
