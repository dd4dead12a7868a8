package io.docket.platform.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.recordedlog.Effect;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppendTest {

    private static Append with(int characters) {
        return new Append(List.of(), null, List.of(new Effect("answer", "x".repeat(characters))));
    }

    /** Axon Server would refuse it as one message, over and over. */
    @Test
    void whatIsTooMuchForAMessageOfALogOfRecordIsAppendedInParts() {
        Append small = with(10);
        Append large = with(600_000);
        Append other = with(600_000);
        Append last = with(400_000);
        Append huge = with(3_000_000);

        assertThat(Append.parts(List.of(small, large, other, last, huge)))
                .containsExactly(List.of(small, large), List.of(other, last), List.of(huge));
        assertThat(Append.parts(List.of())).isEmpty();
    }
}
