package io.docket.esim.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The number of a profile. One that we make has 19 digits, the last of which is a check digit.
 *
 * @param value 1 to 20 digits
 */
public record Iccid(@JsonValue String value) {

    private static final Pattern FORMAT = Pattern.compile("[0-9]{1,20}");

    /** @throws IllegalArgumentException if the value does not have the format */
    @JsonCreator
    public Iccid {
        if (!FORMAT.matcher(value).matches()) {
            throw new IllegalArgumentException("Not an ICCID");
        }
    }

    /** The identifier of the aggregate, which is unlike that of any other kind. */
    @Override
    public String toString() {
        return "esim-profile:" + value;
    }
}
