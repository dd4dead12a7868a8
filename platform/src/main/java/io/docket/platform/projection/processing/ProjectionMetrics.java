package io.docket.platform.projection.processing;

import io.docket.platform.projection.faults.DeadLetters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** How far each projection is behind, and what it holds up. Does not ask the database. */
@Component
final class ProjectionMetrics implements MeterBinder {

    private final ProjectionPositions positions;
    private final DeadLetters letters;
    private final StoppedProjections stopped;

    ProjectionMetrics(ProjectionPositions positions, DeadLetters letters, StoppedProjections stopped) {
        this.positions = positions;
        this.letters = letters;
        this.stopped = stopped;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        for (String projection : positions.projections()) {
            Gauge.builder("docket.projection.lag", () -> Math.max(0, positions.head() - positions.of(projection)))
                    .tag("projection", projection)
                    .description("Events that the projection has not taken in yet")
                    .register(meters);
            Gauge.builder("docket.projection.dead.letters", () -> letters.count(projection))
                    .tag("projection", projection)
                    .description("Aggregates that the projection holds up, since it cannot take in one of their events")
                    .register(meters);
            Gauge.builder("docket.projection.stopped", () -> stopped.contains(projection) ? 1 : 0)
                    .tag("projection", projection)
                    .description("Whether the projection has met an event that only a newer version knows")
                    .register(meters);
        }
    }
}
