package io.docket.platform.projection.processing;

import io.docket.platform.database.DatabaseWatch;
import io.docket.platform.database.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Ready once the projections have passed the event that was the last one when the start was over, whatever the start itself
 * has appended included; and for as long as none of them has stopped before an event that this version does not know,
 * unless a newer one goes on for it. Does not ask the database.
 */
@Component("projections")
public final class ProjectionReadiness implements HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionReadiness.class);

    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);

    /** For how long it is looked at more often than once a second. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private final ProjectionPositions positions;
    private final StoppedProjections stopped;
    private final EventStore eventStore;
    private final DatabaseWatch database;

    private volatile @Nullable Long headAtStart;
    private volatile boolean caughtUp;
    private long lastReport;

    ProjectionReadiness(
            ProjectionPositions positions, StoppedProjections stopped, EventStore eventStore, DatabaseWatch database) {
        this.positions = positions;
        this.stopped = stopped;
        this.eventStore = eventStore;
        this.database = database;
        database.afterEachLook(this::look);
    }

    @EventListener(ApplicationReadyEvent.class)
    void onStarted() {
        headAtStart = Optional.ofNullable(eventStore.createHeadToken())
                .map(token -> token.position().orElse(0))
                .orElse(0L);
        var soon = new Thread(this::awaitSoon, "readiness");
        soon.setDaemon(true);
        soon.start();
    }

    /** Most starts have little to catch up with, and are ready at once. */
    private void awaitSoon() {
        Deadline deadline = Deadline.in(SOON);
        Long head = headAtStart;
        if (head != null
                && positions.projections().stream()
                        .allMatch(projection -> positions.await(projection, head, deadline.left()))) {
            look();
        }
    }

    /** The position of what was the last event when the start was over; nothing before that. */
    public Optional<Long> headAtStart() {
        return Optional.ofNullable(headAtStart);
    }

    private synchronized void look() {
        Long head = headAtStart;
        if (!caughtUp && head != null && database.answers()) {
            caughtUp = positions.projections().stream().allMatch(projection -> positions.hasPassed(projection, head));
            if (!caughtUp) {
                report(head);
            }
        }
    }

    /** After an upgrade it may take minutes. */
    private void report(long head) {
        long now = System.nanoTime();
        if (lastReport == 0) {
            lastReport = now;
        } else if (now - lastReport >= BETWEEN_REPORTS.toNanos()) {
            lastReport = now;
            LOG.info("Not ready yet: the read models are being made from {} events. So far: {}", head, progress(head));
        }
    }

    private Map<String, String> progress(long head) {
        Map<String, String> progress = new TreeMap<>();
        for (String projection : positions.projections()) {
            if (!positions.hasPassed(projection, head)) {
                progress.put(projection, positions.of(projection) + " of " + head);
            }
        }
        return progress;
    }

    /** As was last seen: it is asked for by those who have no time. */
    @Override
    public Health health() {
        Health.Builder health = Health.up();
        for (StoppedProjections.Stop stop : stopped.all()) {
            if (!positions.hasPassed(stop.projection(), stop.position())) {
                health.outOfService()
                        .withDetail(
                                stop.projection(), "stopped before position " + stop.position() + ": " + stop.type());
            }
        }
        if (!caughtUp) {
            health.outOfService().withDetails(headAtStart().map(this::progress).orElse(Map.of()));
        }
        return health.build();
    }
}
