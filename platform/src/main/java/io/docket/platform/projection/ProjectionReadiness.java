package io.docket.platform.projection;

import io.docket.platform.database.DatabaseWatch;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Ready once the projections have passed the event that was the last one when the start was over, whatever the start itself
 * has appended included.
 */
@Component("projections")
final class ProjectionReadiness implements HealthIndicator {

    private final ProjectionPositions positions;
    private final EventStore eventStore;

    private volatile @Nullable Long headAtStart;
    private volatile boolean caughtUp;

    ProjectionReadiness(ProjectionPositions positions, EventStore eventStore, DatabaseWatch database) {
        this.positions = positions;
        this.eventStore = eventStore;
        database.afterEachLook(() -> look(database));
    }

    @EventListener(ApplicationReadyEvent.class)
    void onStarted() {
        headAtStart = Optional.ofNullable(eventStore.createHeadToken())
                .map(token -> token.position().orElse(0))
                .orElse(0L);
    }

    private void look(DatabaseWatch database) {
        Long head = headAtStart;
        if (!caughtUp && head != null && database.answers()) {
            caughtUp = positions.projections().stream().allMatch(projection -> positions.hasPassed(projection, head));
        }
    }

    /** As was last seen: it is asked for by those who have no time. */
    @Override
    public Health health() {
        return caughtUp ? Health.up().build() : Health.outOfService().build();
    }
}
