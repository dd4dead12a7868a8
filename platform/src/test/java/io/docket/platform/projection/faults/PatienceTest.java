package io.docket.platform.projection.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.docket.platform.errors.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

class PatienceTest {

    private final List<@Nullable String> notes = new ArrayList<>();
    private final AtomicBoolean goesOn = new AtomicBoolean(true);
    private final AtomicInteger attempts = new AtomicInteger();

    private Patience patience(Patience.Note note) {
        return new Patience("The work", goesOn::get, note, Duration.ZERO);
    }

    private void failUpTo(int times) {
        if (attempts.incrementAndGet() <= times) {
            throw new QueryTimeoutException("No. " + attempts);
        }
    }

    @Test
    void triesAgainWhatFailsAndTellsWhyUntilItWorks() {
        patience(notes::add).untilItWorks(() -> failUpTo(2));

        assertThat(attempts).hasValue(3);
        assertThat(notes).hasSize(3);
        assertThat(notes.subList(0, 2))
                .allSatisfy(note -> assertThat(note).startsWith(QueryTimeoutException.class.getName() + " at "));
        assertThat(notes.get(2)).isNull();
    }

    @Test
    void tellsNothingOfWhatWorks() {
        patience(notes::add).untilItWorks(() -> failUpTo(0));

        assertThat(notes).isEmpty();
    }

    @Test
    void endsWithWhatKeepsFailingForTheSameReason() {
        assertThatExceptionOfType(Patience.ExhaustedException.class)
                .isThrownBy(() -> patience(notes::add).untilItWorks(() -> failUpTo(Integer.MAX_VALUE)))
                .withCauseInstanceOf(QueryTimeoutException.class);

        assertThat(attempts).hasValue(300);
        assertThat(notes).hasSize(300);
    }

    @Test
    void goesOnAsLongAsTheReasonsAreOthers() {
        patience(notes::add).untilItWorks(() -> {
            if (attempts.incrementAndGet() == 200) {
                throw new UnavailableException("Once");
            }
            if (attempts.get() < 450) {
                throw new QueryTimeoutException("Again");
            }
        });

        assertThat(attempts).hasValue(450);
    }

    /** Then nothing can be noted either. */
    @Test
    void outlastsADatabaseThatIsAway() {
        patience(cause -> {
                    throw new QueryTimeoutException("Away");
                })
                .untilItWorks(() -> failUpTo(1000));

        assertThat(attempts).hasValue(1001);
    }

    @Test
    void doesNotTryAgainWhatDoesNotPassOrIsNotWantedAnyMore() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> patience(notes::add).untilItWorks(() -> {
                    throw new ArithmeticException("A fault of the event");
                }));
        patience(notes::add).untilItWorks(() -> {
            goesOn.set(false);
            failUpTo(1);
        });

        assertThat(attempts).hasValue(1);
    }
}
