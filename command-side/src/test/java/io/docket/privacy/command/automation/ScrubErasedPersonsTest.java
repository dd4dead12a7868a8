package io.docket.privacy.command.automation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScrubErasedPersonsTest {

    @ParameterizedTest
    @CsvSource({"PT-1S, PT0.5S", "PT0S, PT0.5S", "PT5S, PT0.5S", "PT30S, PT3S", "PT10M, PT1M", "PT24H, PT1M"})
    void itLooksForTheAnswerTheMoreSeldomTheLongerItWaits(Duration waited, Duration next) {
        assertThat(ScrubErasedPersons.nextLook(waited)).isEqualTo(next);
    }
}
