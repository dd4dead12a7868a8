package io.docket.platform.projection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far each projection is behind, and how many events it could not take in. */
@Component
final class ProjectionMetrics implements MeterBinder {

    private final ProjectionPositions positions;
    private final JdbcClient jdbc;

    ProjectionMetrics(ProjectionPositions positions, JdbcClient jdbc) {
        this.positions = positions;
        this.jdbc = jdbc;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        for (String projection : positions.projections()) {
            Gauge.builder("docket.projection.lag", () -> head() - positions.of(projection))
                    .tag("projection", projection)
                    .description("Events that the projection has not taken in yet")
                    .register(meters);
            Gauge.builder("docket.projection.dead.letters", () -> deadLetters(projection))
                    .tag("projection", projection)
                    .description("Events that the projection could not take in, and those held up behind them")
                    .register(meters);
        }
    }

    private long head() {
        return jdbc.sql("select coalesce(max(global_index), 0) from domain_event")
                .query(Long.class)
                .single();
    }

    private long deadLetters(String projection) {
        return jdbc.sql("select count(*) from dead_letter where processing_group = ?")
                .param(projection)
                .query(Long.class)
                .single();
    }
}
