package io.docket.platform.projection.processing;

import io.docket.platform.database.TimeLimits;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * For liveness: whether a restart would help. It would where something has been hanging for long although the database
 * answers.
 */
@Component("progress")
final class ProgressHealth implements HealthIndicator {

    private final ProjectionWatch watch;

    ProgressHealth(ProjectionWatch watch) {
        this.watch = watch;
    }

    @Override
    public Health health() {
        Duration stuck = watch.stuckFor();
        return stuck.compareTo(TimeLimits.LIFE) < 0
                ? Health.up().build()
                : Health.down()
                        .withDetail("stuck-for-seconds", stuck.toSeconds())
                        .build();
    }
}
