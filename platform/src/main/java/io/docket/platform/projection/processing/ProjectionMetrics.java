package io.docket.platform.projection.processing;

import io.docket.platform.metrics.Samples;
import io.docket.platform.projection.faults.DeadLetters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far each projection is behind, and what it holds up. */
@Component
final class ProjectionMetrics implements MeterBinder {

    private final ProjectionPositions positions;
    private final DeadLetters letters;
    private final StoppedProjections stopped;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Samples.Sample ages;

    ProjectionMetrics(
            ProjectionPositions positions,
            DeadLetters letters,
            StoppedProjections stopped,
            JdbcClient jdbc,
            Clock clock,
            Samples samples) {
        this.positions = positions;
        this.letters = letters;
        this.stopped = stopped;
        this.jdbc = jdbc;
        this.clock = clock;
        ages = samples.of(this::ages);
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        for (String projection : positions.projections()) {
            Gauge.builder("docket.projection.lag", () -> Math.max(0, positions.head() - positions.of(projection)))
                    .tag("projection", projection)
                    .description("Events that the projection has not taken in yet")
                    .register(meters);
            Gauge.builder("docket.projection.lag.age", () -> ages.figure(projection))
                    .baseUnit("seconds")
                    .tag("projection", projection)
                    .description(
                            "The age of the first event that the projection has not taken in yet; 0 if there is none")
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

    private Map<String, Double> ages() {
        Map<String, Double> ages = new HashMap<>();
        for (String projection : positions.projections()) {
            if (positions.of(projection) < positions.head()) {
                jdbc.sql("select time_stamp from domain_event where global_index = ?")
                        .param(positions.of(projection) + 1)
                        .query(OffsetDateTime.class)
                        .optional()
                        .ifPresent(time -> ages.put(projection, secondsSince(time)));
            }
        }
        return ages;
    }

    private double secondsSince(OffsetDateTime time) {
        return Math.max(0, Duration.between(time.toInstant(), clock.instant()).toMillis() / 1000.0);
    }
}
