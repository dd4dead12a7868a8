package io.docket.platform.eventstore;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether this process gets on with reading and writing the log. */
@Component("log")
final class LogHealth implements HealthIndicator {

    private final LogAccess log;

    LogHealth(LogAccess log) {
        this.log = log;
    }

    @Override
    public Health health() {
        return log.works()
                ? Health.up().build()
                : Health.down()
                        .withDetail("stuck-for-seconds", log.stuckFor().toSeconds())
                        .build();
    }
}
