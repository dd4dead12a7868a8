package io.docket.platform.projection.faults;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Tells operators that so much is held up that it is no matter of single events: a metric, health, which no probe looks at
 * since a restart mends nothing, and a line in the log. Nothing is lost, however much it is: the events are in the log.
 */
@Component("heldUp")
public final class DeadLetterAlarm implements HealthIndicator {

    /** More aggregates than somebody settles one by one. */
    static final long TOO_MANY = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterAlarm.class);

    private final DeadLetters letters;

    private volatile boolean raised;

    DeadLetterAlarm(DeadLetters letters, ObjectProvider<MeterRegistry> meters) {
        this.letters = letters;
        meters.ifAvailable(registry -> Gauge.builder("docket.projection.dead.letter.alarm", () -> raised ? 1 : 0)
                .description("Whether more than " + TOO_MANY + " aggregates are held up")
                .register(registry));
    }

    /** Looks at what was last read, and says so when that is too many, or no longer. */
    public void look() {
        Map<String, Long> counts = letters.counts();
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        boolean before = raised;
        raised = all > TOO_MANY;
        if (raised && !before) {
            LOG.error("{} aggregates are held up, more than {}: {}", all, TOO_MANY, counts);
        } else if (before && !raised) {
            LOG.info("No more than {} aggregates are held up: {}", TOO_MANY, all);
        }
    }

    @Override
    public Health health() {
        Map<String, Long> counts = letters.counts();
        return (raised ? Health.down() : Health.up()).withDetails(counts).build();
    }
}
