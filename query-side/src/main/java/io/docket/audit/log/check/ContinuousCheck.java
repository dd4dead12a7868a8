package io.docket.audit.log.check;

import io.docket.audit.log.AuditLogProperties;
import io.docket.audit.log.CheckpointTable;
import io.docket.audit.log.Duties;
import io.docket.audit.log.LogAlarm;
import io.docket.audit.log.LogDatabase;
import io.docket.audit.log.LogKeys;
import io.docket.audit.log.Rounds;
import io.docket.tlog.check.Finding;
import io.docket.tlog.check.Leaf;
import io.docket.tlog.check.LeafCheck;
import io.docket.tlog.check.Leaves;
import io.docket.tlog.note.Checkpoint;
import io.docket.tlog.table.EventRow;
import io.docket.tlog.table.EventTable;
import io.docket.tlog.table.TileTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Holds all events against the newest checkpoint, a few at a time, and begins again when it is through. One process does so;
 * another goes on, from the first event, when it has not been heard of for a while.
 */
@Component
final class ContinuousCheck implements SmartLifecycle {

    private static final String WHO = "check";
    private static final Duration TERM = Duration.ofSeconds(30);
    private static final Duration BETWEEN_PARTS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_CHECKS = Duration.ofMinutes(1);

    private final LogDatabase database;
    private final CheckpointTable checkpoints;
    private final LogKeys keys;
    private final LogAlarm alarm;
    private final Duties duties;
    private final int atOnce;
    private final Rounds rounds;
    private final Counter checkedEvents;
    private final Counter checks;

    private @Nullable Check underWay;

    ContinuousCheck(
            LogDatabase database,
            CheckpointTable checkpoints,
            LogKeys keys,
            LogAlarm alarm,
            Duties duties,
            AuditLogProperties properties,
            MeterRegistry meters) {
        this.database = database;
        this.checkpoints = checkpoints;
        this.keys = keys;
        this.alarm = alarm;
        this.duties = duties;
        atOnce = properties.checkedPerSecond();
        rounds = new Rounds("audit-log-check", this::round, alarm);
        checkedEvents = Counter.builder("docket.audit.log.checked.events")
                .description("Events that this process has held against the transparency log")
                .register(meters);
        checks = Counter.builder("docket.audit.log.checks")
                .description("How often this process has held all events against the transparency log")
                .register(meters);
    }

    private static final class Check {

        private final Checkpoint checkpoint;
        private final LeafCheck leaves;
        private long after = Long.MIN_VALUE;

        Check(Checkpoint checkpoint) {
            this.checkpoint = checkpoint;
            leaves = new LeafCheck(checkpoint.size(), checkpoint.root());
        }
    }

    private Duration round() {
        Check check = underWay;
        if (check != null) {
            duties.giveBack(WHO, TERM);
        } else if (duties.take(WHO, TERM)) {
            check = checkpoints
                    .newest()
                    .flatMap(keys::verified)
                    .filter(checkpoint -> checkpoint.size() > 0)
                    .map(Check::new)
                    .orElse(null);
        }
        if (check == null) {
            return BETWEEN_PARTS;
        }
        underWay = check;
        if (!goesOn(check)) {
            underWay = null;
            duties.giveBack(WHO, BETWEEN_CHECKS);
        }
        return BETWEEN_PARTS;
    }

    /** Checks all events at once. */
    void checkAll() {
        checkpoints.newest().flatMap(keys::verified).map(Check::new).ifPresent(check -> {
            boolean more = true;
            while (more) {
                more = goesOn(check);
            }
        });
    }

    /** Reads some more; false when it is through. */
    private boolean goesOn(Check check) {
        List<EventRow> events =
                database.read(connection -> EventTable.read(connection, check.after, check.checkpoint.size(), atOnce));
        for (EventRow event : events) {
            check.leaves.accept(leaf(event));
            check.after = event.position();
        }
        checkedEvents.increment(events.size());
        if (events.size() == atOnce) {
            return true;
        }
        Optional<Finding> finding =
                database.read(connection -> check.leaves.finish(new TileTable(connection), leaves(connection)));
        checks.increment();
        finding.ifPresentOrElse(found -> alarm.raise(WHO, found.what()), () -> alarm.clear(WHO));
        return false;
    }

    private Leaves leaves(Connection connection) {
        return (first, last, reader) -> {
            try {
                EventTable.read(connection, first - 1, last, Integer.MAX_VALUE)
                        .forEach(event -> reader.accept(leaf(event)));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static Leaf leaf(EventRow event) {
        return new Leaf(event.position(), event.entry().hash());
    }

    @Override
    public void start() {
        rounds.start();
    }

    @Override
    public void stop() {
        rounds.stop();
    }

    @Override
    public boolean isRunning() {
        return rounds.isRunning();
    }
}
