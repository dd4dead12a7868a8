package io.docket.privacy.command.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.scrubbing.ScrubRequests.Scrubbed;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScrubErasedPersonsTest {

    @ParameterizedTest
    @CsvSource({"PT-1S, PT0.5S", "PT0S, PT0.5S", "PT5S, PT0.5S", "PT30S, PT3S", "PT10M, PT1M", "PT24H, PT1M"})
    void itLooksForTheAnswerTheMoreSeldomTheLongerItWaits(Duration waited, Duration next) {
        assertThat(ScrubErasedPersons.nextLook(waited)).isEqualTo(next);
    }

    /** What a version before this one has answered may have changed something. */
    @ParameterizedTest
    @CsvSource({"2, false, false", "2, true, true", "2, , true", "4, true, true", "5, true, false", "5, , false"})
    void itScrubsUntilNothingHasChangedButNotForEver(int pass, @Nullable Boolean changed, boolean again) {
        List<Scrubbed> scrubbed = List.of(new Scrubbed("cases", 3, changed), new Scrubbed("idempotency", 0, false));

        assertThat(ScrubErasedPersons.isToBeRepeated(pass, scrubbed)).isEqualTo(again);
    }
}
