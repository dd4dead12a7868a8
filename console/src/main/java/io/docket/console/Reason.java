package io.docket.console;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import java.util.regex.Pattern;

/** Why somebody does something, as the form was filled in. The same texts pass as through the API. */
public final class Reason {

    private static final String FIELD = "reason";

    private static final Pattern TEXT = Pattern.compile(
            "[^\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]*+");

    private Reason() {}

    /**
     * The reason, if it may be kept.
     *
     * @throws RefusedException invalid, if it may not
     */
    public static String of(String given, int mostCharacters) {
        String reason = given.strip();
        if (reason.isEmpty()) {
            throw refused(ErrorLiteral.REQUIRED, "Say why.");
        }
        if (reason.codePointCount(0, reason.length()) > mostCharacters) {
            throw refused(ErrorLiteral.MAX_LENGTH, "The reason has more than " + mostCharacters + " characters.");
        }
        if (!TEXT.matcher(reason).matches()) {
            throw refused(ErrorLiteral.INVALID_FORMAT, "The reason holds characters that no text may hold.");
        }
        return reason;
    }

    private static RefusedException refused(ErrorLiteral literal, String message) {
        return new RefusedException(Refusal.invalid(FIELD, literal, message));
    }
}
