package io.docket.eventstream.webhook;

import io.docket.platform.metrics.Samples;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How the webhooks of all processes stand. */
@Component
final class WebhookMetrics implements MeterBinder {

    private static final String ACTIVE = "active";
    private static final String FAILING = "failing";
    private static final String PAUSED = "paused";
    private static final String BEHIND = "behind";
    private static final String AGE = "age";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Samples.Sample sample;

    WebhookMetrics(JdbcClient jdbc, Clock clock, Samples samples) {
        this.jdbc = jdbc;
        this.clock = clock;
        sample = samples.of(this::read);
    }

    private record Row(
            long active,
            long failing,
            long paused,
            @Nullable Long position,
            @Nullable OffsetDateTime since,
            long head) {}

    @Override
    public void bindTo(MeterRegistry meters) {
        for (String state : List.of(ACTIVE, FAILING, PAUSED)) {
            Gauge.builder("docket.webhook.subscriptions", () -> sample.figure(state))
                    .tag("state", state)
                    .description("Subscriptions that events are pushed to: those that take them, fail, or are paused")
                    .register(meters);
        }
        Gauge.builder("docket.webhook.behind", () -> sample.figure(BEHIND))
                .description("Events of the log behind the position of the subscription that is furthest behind")
                .register(meters);
        Gauge.builder("docket.webhook.failing", () -> sample.figure(AGE))
                .baseUnit("seconds")
                .description("For how long a receiver has been failing")
                .register(meters);
    }

    private Map<String, Double> read() {
        Row row = jdbc.sql("""
                        select count(case when paused_because is null and failing_since is null then 1 end) as active,
                               count(case when paused_because is null and failing_since is not null then 1 end) as failing,
                               count(case when paused_because is not null then 1 end) as paused,
                               min(case when paused_because is null then position end) as position,
                               min(case when paused_because is null then failing_since end) as since,
                               (select coalesce(max(global_index), 0) from domain_event) as head
                          from webhook""").query(Row.class).single();
        Instant now = clock.instant();
        return Map.of(
                ACTIVE, (double) row.active,
                FAILING, (double) row.failing,
                PAUSED, (double) row.paused,
                BEHIND, row.position == null ? 0.0 : (double) (row.head - row.position),
                AGE,
                        row.since == null
                                ? 0.0
                                : Duration.between(row.since.toInstant(), now).toMillis() / 1000.0);
    }
}
