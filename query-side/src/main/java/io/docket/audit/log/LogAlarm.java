package io.docket.audit.log;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Tells operators that the log is not what was signed, or that nobody can look after it: a metric, health, which no probe
 * looks at since a restart mends nothing, and a line in the log whenever something else is told.
 */
@Component("auditLog")
public final class LogAlarm implements HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(LogAlarm.class);

    private final ConcurrentMap<String, String> raised = new ConcurrentHashMap<>();

    LogAlarm(MeterRegistry meters) {
        meters.gaugeMapSize("docket.audit.log.alarms", List.of(), raised);
    }

    /**
     * Raises an alarm.
     *
     * @param who has found it; one alarm of each stands at a time
     * @param what is wrong, without personal data
     */
    public void raise(String who, String what) {
        if (!what.equals(raised.put(who, what))) {
            LOG.error("Alarm of the transparency log ({}): {}", who, what);
        }
    }

    /** All is well again, as far as this one can tell. */
    public void clear(String who) {
        if (raised.remove(who) != null) {
            LOG.info("The alarm of the transparency log is over ({})", who);
        }
    }

    /** What is wrong now, by who has found it. */
    public Map<String, String> raised() {
        return Map.copyOf(raised);
    }

    @Override
    public Health health() {
        Map<String, String> now = raised();
        return now.isEmpty()
                ? Health.up().build()
                : Health.down().withDetails(now).build();
    }
}
