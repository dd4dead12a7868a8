package io.docket.cardorders.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The number of a work item: {@code WI} and ten digits, unique across card orders and cases.
 *
 * @param value such as {@code WI0000492475}
 */
public record WorkItemId(@JsonValue String value) {

    private static final Pattern FORMAT = Pattern.compile("WI\\d{10}");

    /** @throws IllegalArgumentException if the value does not have the format */
    @JsonCreator
    public WorkItemId {
        if (!FORMAT.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a work item id");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
