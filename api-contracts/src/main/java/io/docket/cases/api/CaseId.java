package io.docket.cases.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The number of a case: {@code WI} and ten digits, unique across cases and card orders.
 *
 * @param value such as {@code WI0000497282}
 */
public record CaseId(@JsonValue String value) {

    private static final Pattern FORMAT = Pattern.compile("WI\\d{10}");

    /** @throws IllegalArgumentException if the value does not have the format */
    @JsonCreator
    public CaseId {
        if (!FORMAT.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a case id");
        }
    }

    /** The id, or nothing if the text is not one. */
    public static Optional<CaseId> parse(String text) {
        return FORMAT.matcher(text).matches() ? Optional.of(new CaseId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
