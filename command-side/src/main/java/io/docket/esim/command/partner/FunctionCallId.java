package io.docket.esim.command.partner;

import java.util.regex.Pattern;

/**
 * What a call to the SM-DP+ is known by.
 *
 * @param value 1 to 64 letters, digits and hyphens
 */
public record FunctionCallId(String value) {

    private static final Pattern FORMAT = Pattern.compile("[A-Za-z0-9-]{1,64}");

    /** @throws IllegalArgumentException if the value does not have the format */
    public FunctionCallId {
        if (!FORMAT.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a function call identifier");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
