package io.docket.platform.projection;

import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Ready once the projections have passed the event that was the last one when the process started. */
@Component("projections")
final class ProjectionReadiness implements HealthIndicator {

    private final ProjectionPositions positions;
    private final EventStore eventStore;

    private volatile @Nullable Long headAtStart;
    private volatile boolean caughtUp;

    ProjectionReadiness(ProjectionPositions positions, EventStore eventStore) {
        this.positions = positions;
        this.eventStore = eventStore;
    }

    @Override
    public Health health() {
        if (!caughtUp) {
            caughtUp = positions.projections().stream()
                    .allMatch(projection -> positions.hasPassed(projection, headAtStart()));
        }
        return caughtUp ? Health.up().build() : Health.outOfService().build();
    }

    private synchronized long headAtStart() {
        Long head = headAtStart;
        if (head == null) {
            head = Optional.ofNullable(eventStore.createHeadToken())
                    .map(token -> token.position().orElse(0))
                    .orElse(0L);
            headAtStart = head;
        }
        return head;
    }
}
