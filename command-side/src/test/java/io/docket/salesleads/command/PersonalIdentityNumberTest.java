package io.docket.salesleads.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.docket.common.api.ErrorLiteral;
import io.docket.salesleads.api.PersonalIdentityNumber;
import java.time.LocalDate;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class PersonalIdentityNumberTest {

    /** What Luhn makes of a digit that counts twice. */
    private static final int[] TWICE = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};

    private static String number(int year, int month, int day, int birthNumber, int checkDigit) {
        return "%04d%02d%02d-%03d%d".formatted(year, month, day, birthNumber, checkDigit);
    }

    /** The digit that fits, worked out in another way than the code does. */
    private static int checkDigit(int year, int month, int day, int birthNumber) {
        String nine = "%02d%02d%02d%03d".formatted(year % 100, month, day, birthNumber);
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            int digit = nine.charAt(i) - '0';
            sum += i % 2 == 0 ? TWICE[digit] : digit;
        }
        return (10 - sum % 10) % 10;
    }

    private static void assertThatOneCheckDigitFits(int year, int month, int day, int birthNumber) {
        int right = checkDigit(year, month, day, birthNumber);
        for (int digit = 0; digit < 10; digit++) {
            String text = number(year, month, day, birthNumber, digit);
            if (digit == right) {
                assertThat(PersonalIdentityNumber.fault(text)).as(text).isEmpty();
                assertThat(new PersonalIdentityNumber(text).value()).isEqualTo(text);
            } else {
                assertThat(PersonalIdentityNumber.fault(text)).as(text).contains(ErrorLiteral.CHECK_DIGIT_INVALID);
                assertThatIllegalArgumentException().isThrownBy(() -> new PersonalIdentityNumber(text));
            }
        }
    }

    @Property(tries = 500, seed = "42")
    void theRightCheckDigitOfAnyDayIsTakenAndTheNineOthersAreRefused(
            @ForAll @LongRange(min = -50_000, max = 50_000) long epochDay,
            @ForAll @IntRange(max = 999) int birthNumber) {
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        assertThatOneCheckDigitFits(date.getYear(), date.getMonthValue(), date.getDayOfMonth(), birthNumber);
    }

    @Property(tries = 500, seed = "42")
    void theSameHoldsForCoordinationNumbers(
            @ForAll @LongRange(min = -50_000, max = 50_000) long epochDay,
            @ForAll @IntRange(max = 999) int birthNumber) {
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        assertThatOneCheckDigitFits(date.getYear(), date.getMonthValue(), date.getDayOfMonth() + 60, birthNumber);
    }

    @Property(tries = 500, seed = "42")
    void aDayThatThereIsNotIsRefusedWhateverTheCheckDigit(
            @ForAll @IntRange(min = 1800, max = 2100) int year,
            @ForAll @IntRange(max = 99) int month,
            @ForAll @IntRange(max = 99) int day,
            @ForAll @IntRange(max = 999) int birthNumber) {
        int real = day > 60 ? day - 60 : day;
        boolean exists = month >= 1
                && month <= 12
                && real >= 1
                && real <= LocalDate.of(year, month, 1).lengthOfMonth();
        String text = number(year, month, day, birthNumber, checkDigit(year, month, day, birthNumber));
        if (exists) {
            assertThat(PersonalIdentityNumber.fault(text)).as(text).isEmpty();
        } else {
            assertThat(PersonalIdentityNumber.fault(text)).as(text).contains(ErrorLiteral.INVALID_FORMAT);
        }
    }

    @Example
    void theThirtiethOfFebruaryIsRefusedAndTheTwentyNinthOfALeapYearTaken() {
        for (int day : new int[] {30, 90}) {
            String text = number(2000, 2, day, 123, checkDigit(2000, 2, day, 123));
            assertThat(PersonalIdentityNumber.fault(text)).as(text).contains(ErrorLiteral.INVALID_FORMAT);
        }
        assertThatOneCheckDigitFits(2000, 2, 29, 123);
        assertThatOneCheckDigitFits(2000, 2, 89, 123);
        String notLeap = number(1900, 2, 29, 123, checkDigit(1900, 2, 29, 123));
        assertThat(PersonalIdentityNumber.fault(notLeap)).contains(ErrorLiteral.INVALID_FORMAT);
    }

    @Example
    void otherSpellingsAreRefused() {
        for (String text : new String[] {
            "",
            "string",
            "811218-9876",
            "198112189876",
            "19811218+9876",
            "19811218-987",
            "19811218-98766",
            " 19811218-9876",
            "19811218-9876\n",
            "1981-12-18-9876",
            "19811218-987A",
            "١٩٨١١٢١٨-٩٨٧٦"
        }) {
            assertThat(PersonalIdentityNumber.fault(text)).as(text).contains(ErrorLiteral.INVALID_FORMAT);
        }
        assertThatCode(() -> new PersonalIdentityNumber("19811218-9876")).doesNotThrowAnyException();
    }

    @Example
    void doesNotTellThePersonWherePrinted() {
        assertThat(new PersonalIdentityNumber("19811218-9876")).hasToString("19811218-****");
    }
}
