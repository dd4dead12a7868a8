package io.docket.console.operations;

import io.docket.platform.projection.processing.ProjectionStates;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** How far projections were behind in the last hour, as this process has heard; kept in memory. */
@Component
class LagHistory {

    private static final int SECONDS_BETWEEN = 10;
    private static final int MOST = 360;

    private final ProjectionStates states;
    private final Clock clock;
    private final Deque<Moment> moments = new ArrayDeque<>();

    LagHistory(ProjectionStates states, Clock clock) {
        this.states = states;
        this.clock = clock;
    }

    /** @param behind events, by the names of projections */
    private record Moment(Instant time, Map<String, Long> behind) {}

    @Scheduled(fixedDelay = SECONDS_BETWEEN * 1000)
    void look() {
        var now = new Moment(clock.instant(), states.behind());
        synchronized (moments) {
            moments.addLast(now);
            if (moments.size() > MOST) {
                moments.removeFirst();
            }
        }
    }

    /**
     * The chart of a projection.
     *
     * @param now how many events it is behind at this moment
     */
    LagChart of(String projection, long now) {
        List<LagChart.Point> points = new ArrayList<>();
        synchronized (moments) {
            moments.forEach(
                    moment -> points.add(new LagChart.Point(moment.time, moment.behind.getOrDefault(projection, 0L))));
        }
        points.add(new LagChart.Point(clock.instant(), now));
        return LagChart.of(points);
    }
}
