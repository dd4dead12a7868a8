package io.docket.privacy.command.automation;

import io.docket.platform.automation.QueuedTasks;
import io.docket.platform.automation.QueuedTasks.Backlog;
import io.docket.platform.metrics.Samples;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Whether erasures come to their end. All processes tell the same. */
@Component
final class ErasureMetrics implements MeterBinder {

    private static final String UNFINISHED = "unfinished";
    private static final String AGE = "age";

    private final QueuedTasks tasks;
    private final Clock clock;
    private final Samples.Sample sample;

    ErasureMetrics(QueuedTasks tasks, Clock clock, Samples samples) {
        this.tasks = tasks;
        this.clock = clock;
        sample = samples.of(this::read);
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("docket.erasures.unfinished", () -> sample.figure(UNFINISHED))
                .description("Erasures after which not all that was derived is scrubbed")
                .register(meters);
        Gauge.builder("docket.erasures.oldest", () -> sample.figure(AGE))
                .baseUnit("seconds")
                .description("The age of the oldest of them; 0 if there is none")
                .register(meters);
    }

    private Map<String, Double> read() {
        Backlog erasures = tasks.backlog(ScrubErasedPersons.QUEUE);
        Instant since = erasures.since();
        double age =
                since == null ? 0 : Duration.between(since, clock.instant()).toMillis() / 1000.0;
        return Map.of(UNFINISHED, (double) erasures.tasks(), AGE, age);
    }
}
