package io.docket.platform.database;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether the database answers, as was last seen: asking for it waits for nothing. */
@Component("dbHealthIndicator")
final class DatabaseHealth implements HealthIndicator {

    private final DatabaseWatch watch;

    DatabaseHealth(DatabaseWatch watch) {
        this.watch = watch;
    }

    @Override
    public Health health() {
        String fault = watch.fault();
        return fault == null
                ? Health.up().build()
                : Health.down().withDetail("fault", fault).build();
    }
}
