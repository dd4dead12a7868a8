package io.docket.platform.projection.processing;

import io.docket.platform.database.NodeId;
import io.docket.platform.projection.faults.DeadLetters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * How all projections of this process stand, and all automations, whether it has them or only others do; whichever process
 * works on them.
 */
@Component
public final class ProjectionStates {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionStates.class);

    /** A failure that is older is over, if the projection lives. */
    private static final Duration RECENTLY = Duration.ofSeconds(10);

    /** Before which position a projection has stopped that has not. */
    private static final long NOWHERE = 0;

    /** So many events behind is in step: they are on their way. */
    private static final long IN_STEP = 500;

    private final ProjectionPositions positions;
    private final EventFamilies families;
    private final ProjectionTokens tokens;
    private final StoppedProjections stopped;
    private final LastFailures failures;
    private final DeadLetters letters;
    private final NodeId node;
    private final Clock clock;

    ProjectionStates(
            ProjectionPositions positions,
            EventFamilies families,
            ProjectionTokens tokens,
            StoppedProjections stopped,
            LastFailures failures,
            DeadLetters letters,
            NodeId node,
            Clock clock) {
        this.positions = positions;
        this.families = families;
        this.tokens = tokens;
        this.stopped = stopped;
        this.failures = failures;
        this.letters = letters;
        this.node = node;
        this.clock = clock;
    }

    /**
     * How a projection stands.
     *
     * @param position up to which it reflects all events; 0 if it has seen none
     * @param behind how many events are behind that
     * @param lag how long ago the first of them happened that concerns the projection
     * @param claim who works on it; {@code null} if nobody does
     * @param heldUp how many aggregates it holds up, without those that were discarded
     * @param failure what last kept it from going on, in whichever process
     */
    public record State(
            String name,
            Condition condition,
            long position,
            long behind,
            Duration lag,
            @Nullable Claim claim,
            long heldUp,
            @Nullable Failure failure) {}

    /** What becomes of a projection at the moment. */
    public enum Condition {
        /** It is at the end of the log, or near it. */
        RUNNING,
        /** It takes in what it has not seen. */
        CATCHING_UP,
        /** Its batches fail, and are tried again. */
        FAILING,
        /** It stands still while something else is put in its place. */
        HELD,
        /** This version does not know its next event. */
        STOPPED,
        /** No process works on it. */
        UNCLAIMED
    }

    /**
     * Who works on a projection.
     *
     * @param process as which a process owns what it has claimed
     * @param here whether it is this one
     * @param heardAt when it was last known to
     */
    public record Claim(String process, boolean here, Instant heardAt) {}

    /** A failure, without what events hold. */
    public record Failure(Instant time, String cause) {}

    /** The position of the last event that this process has heard of. */
    public long head() {
        return positions.head();
    }

    /** How many events each is behind, as far as this process has heard: so also while the database does not answer. */
    public Map<String, Long> behind() {
        try {
            positions.lookElsewhere();
        } catch (DataAccessException e) {
            LOG.debug("It cannot be looked up now how far automations are", e);
        }
        Map<String, Long> behind = new TreeMap<>();
        names().forEach(name -> behind.put(name, Math.max(0, positions.head() - positions.of(name))));
        return behind;
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>(positions.projections());
        names.addAll(families.elsewhere());
        return names;
    }

    /** All of them, by their names. */
    public List<State> all() {
        positions.lookElsewhere();
        Map<String, ProjectionTokens.Claimed> claims = tokens.claims();
        Map<String, LastFailures.Failure> last = failures.everywhere();
        Map<String, Long> stops = stopped.everywhere();
        return names().stream()
                .map(name -> state(name, claims.get(name), last.get(name), stops.getOrDefault(name, NOWHERE)))
                .toList();
    }

    private State state(
            String name,
            ProjectionTokens.@Nullable Claimed claimed,
            LastFailures.@Nullable Failure last,
            long stoppedBefore) {
        long position = positions.of(name);
        long behind = Math.max(0, positions.head() - position);
        Optional<Instant> waiting = behind == 0 ? Optional.empty() : positions.firstBehind(name, position);
        Instant now = clock.instant();
        Duration lag = waiting.map(since -> Duration.between(since, now))
                .filter(since -> !since.isNegative())
                .orElse(Duration.ZERO);
        Failure failure = last == null ? null : new Failure(last.time(), last.cause());
        boolean held = claimed != null && claimed.isHeld();
        return new State(
                name,
                held
                        ? Condition.HELD
                        : condition(name, position, behind, waiting.isPresent(), claimed, failure, stoppedBefore, now),
                position,
                behind,
                lag,
                claimed == null || held
                        ? null
                        : new Claim(claimed.owner(), claimed.owner().equals(node.value()), claimed.heardAt()),
                letters.count(name),
                failure);
    }

    private Condition condition(
            String name,
            long position,
            long behind,
            boolean waits,
            ProjectionTokens.@Nullable Claimed claimed,
            @Nullable Failure failure,
            long stoppedBefore,
            Instant now) {
        if (stopped.all().stream().anyMatch(stop -> stop.projection().equals(name) && position < stop.position())) {
            return Condition.STOPPED;
        }
        if (failure != null && waits && failure.time().plus(RECENTLY).isAfter(now)) {
            return Condition.FAILING;
        }
        if (claimed == null || claimed.hasExpired()) {
            return position < stoppedBefore ? Condition.STOPPED : Condition.UNCLAIMED;
        }
        return waits && behind > IN_STEP ? Condition.CATCHING_UP : Condition.RUNNING;
    }
}
