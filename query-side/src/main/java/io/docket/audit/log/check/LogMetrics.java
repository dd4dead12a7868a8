package io.docket.audit.log.check;

import io.docket.platform.metrics.Samples;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far the transparency log is, which all processes share: each process tells the same of it. */
@Component
final class LogMetrics implements MeterBinder {

    private static final String SIZE = "size";
    private static final String BEHIND = "behind";

    private final JdbcClient jdbc;
    private final Samples.Sample sample;

    LogMetrics(JdbcClient jdbc, Samples samples) {
        this.jdbc = jdbc;
        sample = samples.of(this::read);
    }

    private record Sizes(long signed, long written) {}

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("docket.audit.log.size", () -> sample.figure(SIZE))
                .description("Events in the newest signed checkpoint of the transparency log")
                .register(meters);
        Gauge.builder("docket.audit.log.behind", () -> sample.figure(BEHIND))
                .description("Events that the transparency log has not taken in yet")
                .register(meters);
    }

    private Map<String, Double> read() {
        Sizes sizes = jdbc.sql("select (select coalesce(max(tree_size), 0) from log_checkpoint) as signed, "
                        + "(select coalesce(max(global_index), 0) from domain_event) as written")
                .query(Sizes.class)
                .single();
        return Map.of(SIZE, (double) sizes.signed, BEHIND, (double) Math.max(0, sizes.written - sizes.signed));
    }
}
