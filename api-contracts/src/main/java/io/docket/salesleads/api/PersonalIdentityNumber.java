package io.docket.salesleads.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.PersonalData;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Swedish personal identity number, or a coordination number, whose day is 60 too high: a date, three digits and a check
 * digit.
 *
 * @param value {@code YYYYMMDD-XXXX}, or {@link PersonalData#ERASED}
 */
public record PersonalIdentityNumber(@JsonValue String value) {

    private static final Pattern FORMAT =
            Pattern.compile("(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})-[0-9]{4}");
    private static final int COORDINATION = 60;
    private static final int CENTURY = 2;
    private static final int TEN = 10;
    private static final int NINE = 9;

    /** @throws IllegalArgumentException if the value is none */
    @JsonCreator
    public PersonalIdentityNumber {
        if (!value.equals(PersonalData.ERASED) && fault(value).isPresent()) {
            throw new IllegalArgumentException("Not a personal identity number");
        }
    }

    /** What keeps a text from being a personal identity number. */
    public static Optional<ErrorLiteral> fault(String text) {
        Matcher parts = FORMAT.matcher(text);
        if (!parts.matches() || !isDate(parts)) {
            return Optional.of(ErrorLiteral.INVALID_FORMAT);
        }
        return hasValidCheckDigit(text) ? Optional.empty() : Optional.of(ErrorLiteral.CHECK_DIGIT_INVALID);
    }

    private static boolean isDate(Matcher parts) {
        int day = Integer.parseInt(parts.group("day"));
        try {
            LocalDate.of(
                    Integer.parseInt(parts.group("year")),
                    Integer.parseInt(parts.group("month")),
                    day > COORDINATION ? day - COORDINATION : day);
            return true;
        } catch (DateTimeException noSuchDay) {
            return false;
        }
    }

    /** Luhn, over the last ten digits without the dash. */
    private static boolean hasValidCheckDigit(String text) {
        String digits = text.substring(CENTURY).replace("-", "");
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int weighted = Character.digit(digits.charAt(i), TEN) * (i % 2 == 0 ? 2 : 1);
            sum += weighted > NINE ? weighted - NINE : weighted;
        }
        return sum % TEN == 0;
    }

    /** Without the digits that tell the person from others born that day. */
    @Override
    public String toString() {
        return value.equals(PersonalData.ERASED) ? value : value.substring(0, value.indexOf('-')) + "-****";
    }
}
