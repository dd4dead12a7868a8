package io.docket.console.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.console.operations.LagChart.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LagChartTest {

    private static final Instant NOON = Instant.parse("2026-05-03T12:00:00Z");

    private static Point after(int seconds, long behind) {
        return new Point(NOON.plusSeconds(seconds), behind);
    }

    @Test
    void goesFromTheFirstPointToTheLastAndAsHighAsTheHighest() {
        LagChart chart = LagChart.of(List.of(after(0, 0), after(30, 400), after(60, 100)));

        assertThat(chart.line()).isEqualTo("0.0,46.0 120.0,2.0 240.0,35.0");
        assertThat(chart.peak()).isEqualTo(400);
        assertThat(chart.covers()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void ofOneThatIsInStepLiesOnTheGround() {
        assertThat(LagChart.of(List.of(after(0, 0), after(10, 0))).line()).isEqualTo("0.0,46.0 240.0,46.0");
        assertThat(LagChart.of(List.of(after(0, 0))).line()).isEqualTo("0.0,46.0");
    }

    @Test
    void holdsTheLargestNumbers() {
        assertThat(LagChart.of(List.of(after(0, 7_624_147_811L), after(10, 0))).line())
                .isEqualTo("0.0,2.0 240.0,46.0");
    }
}
