package io.docket.platform.automation;

import io.docket.platform.metrics.Samples;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What lies in the queues of tasks, which all processes share: each process tells the same of them. */
@Component
final class QueueMetrics implements MeterBinder {

    private static final String WAITING = "waiting";
    private static final String RUNNING = "running";
    private static final String LATER = "later";
    private static final String FAILING = "failing";
    private static final String AGE = "age";

    private final TaskQueues queues;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Samples.Sample sample;

    QueueMetrics(TaskQueues queues, JdbcClient jdbc, Clock clock, Samples samples) {
        this.queues = queues;
        this.jdbc = jdbc;
        this.clock = clock;
        sample = samples.of(this::read);
    }

    private record Row(
            String taskName,
            long waiting,
            long running,
            long later,
            long failing,
            @Nullable OffsetDateTime oldest) {}

    @Override
    public void bindTo(MeterRegistry meters) {
        for (String queue : queues.names()) {
            for (String state : List.of(WAITING, RUNNING, LATER)) {
                Gauge.builder("docket.queue.tasks", () -> sample.figure(queue + state))
                        .tag("queue", queue)
                        .tag("state", state)
                        .description("Tasks: those whose time has come, those being done, those for a later time")
                        .register(meters);
            }
            Gauge.builder("docket.queue.failing", () -> sample.figure(queue + FAILING))
                    .tag("queue", queue)
                    .description("Tasks that have been tried in vain, and are tried again")
                    .register(meters);
            Gauge.builder("docket.queue.oldest", () -> sample.figure(queue + AGE))
                    .baseUnit("seconds")
                    .tag("queue", queue)
                    .description("For how long a task has been waiting whose time has come; 0 if none has")
                    .register(meters);
        }
    }

    private Map<String, Double> read() {
        Instant now = clock.instant();
        Map<String, Double> figures = new HashMap<>();
        jdbc.sql("""
                        select task_name,
                               count(case when picked = false and execution_time <= :now then 1 end) as waiting,
                               count(case when picked = true then 1 end) as running,
                               count(case when picked = false and execution_time > :now then 1 end) as later,
                               count(case when consecutive_failures > 0 then 1 end) as failing,
                               min(case when picked = false and execution_time <= :now then execution_time end) as oldest
                          from task group by task_name""")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Row.class)
                .list()
                .forEach(row -> {
                    figures.put(row.taskName + WAITING, (double) row.waiting);
                    figures.put(row.taskName + RUNNING, (double) row.running);
                    figures.put(row.taskName + LATER, (double) row.later);
                    figures.put(row.taskName + FAILING, (double) row.failing);
                    figures.put(
                            row.taskName + AGE,
                            row.oldest == null
                                    ? 0.0
                                    : Duration.between(row.oldest.toInstant(), now)
                                                    .toMillis()
                                            / 1000.0);
                });
        return figures;
    }
}
