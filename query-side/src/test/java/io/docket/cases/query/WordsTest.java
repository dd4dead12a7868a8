package io.docket.cases.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cases.api.Importance;
import io.docket.cases.api.event.CaseResolved;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void areRunsOfLettersAndDigits() {
        assertThat(Words.of("Lost card, no. 4711 (again)!")).containsExactly("4711", "again", "card", "lost", "no");
    }

    @Test
    void areInSmallLettersWhateverTheScript() {
        assertThat(Words.of("ŽOFIE Ärger ПЛАТЁЖ")).containsExactly("ärger", "žofie", "платёж");
    }

    @Test
    void keepTheMarksOfTheirLetters() {
        assertThat(Words.of("e\u0301te\u0301")).containsExactly("e\u0301te\u0301");
    }

    @Test
    void areEachThereOnce() {
        assertThat(Words.of("card CARD Card")).containsExactly("card");
    }

    @Test
    void areCutAfter64Characters() {
        assertThat(Words.of("x".repeat(65))).containsExactly("x".repeat(64));
    }

    @Test
    void areNotCutWithinACharacterOfTwoUnits() {
        String letter = "\ud835\udc00";
        String smallest = letter.toLowerCase(Locale.ROOT);

        assertThat(Words.of(letter.repeat(70))).containsExactly(smallest.repeat(64));
    }

    @Test
    void ofNothingAreNone() {
        assertThat(Words.of("")).isEmpty();
        assertThat(Words.of(" -- ")).isEmpty();
    }

    @Test
    void ofACaseAreThoseOfTitleDetailsResolutionAndCustomerName() {
        CaseView view = CaseEvolutionTest.evolve(
                CaseEvents.complaint(1, CaseEvents.registration("C-1", "Card", Importance.LOW, "Lost card")),
                new CaseResolved(CaseEvents.caseId(1), "Sent another", CaseEvents.CLERK));

        assertThat(Words.of(view))
                .containsExactly("another", "card", "details", "jane", "lost", "sent", "smith", "some");
    }
}
