package io.docket.cardorders.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The number of a customer's arrangement with the bank, 1 to 64 characters. */
public record ArrangementNumber(@JsonValue String value) {

    @JsonCreator
    public ArrangementNumber {}

    /** The identifier of the aggregate, which is unlike that of any other kind. */
    @Override
    public String toString() {
        return "arrangement:" + value;
    }
}
