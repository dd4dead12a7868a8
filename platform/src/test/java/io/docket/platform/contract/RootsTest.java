package io.docket.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootsTest {

    @ParameterizedTest
    @CsvSource({"/notes, true", "/notes/, true", "/notes/{id}, true", "/notes-of-others, false", "/, false"})
    void coverThemselvesAndWhatIsBelow(String path, boolean covered) {
        assertThat(Roots.covers("/notes", path)).isEqualTo(covered);
    }
}
