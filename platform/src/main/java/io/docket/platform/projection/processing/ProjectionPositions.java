package io.docket.platform.projection.processing;

import static io.docket.platform.projection.processing.ProjectionTokens.NONE;

import io.docket.platform.projection.faults.DeadLetters;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How far each projection has got, whichever process works on it. While somebody waits for a projection, one thread looks
 * every few milliseconds at those of this process, and another one into the database, where the others' tokens are; when
 * nobody waits, they look now and then.
 *
 * <p>A projection moves its token only with an event that it takes in. What lies between it and the next event that may
 * concern the projection is therefore passed, too, and the token is moved after it now and then, lest each start read it
 * again.
 */
@Component
public final class ProjectionPositions implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionPositions.class);

    /** How many events are looked through at a time for one that concerns a projection. */
    private static final long STRETCH = 50_000;

    /** How many such stretches are looked through for each projection, before the next one has its turn. */
    private static final int STRETCHES = 4;

    /** How far a token may be behind events that do not concern its projection: so many are read again after a start. */
    private static final long LEEWAY = 5_000;

    private static final Duration LOOK_HERE = Duration.ofMillis(2);
    private static final Duration LOOK_INTO_DATABASE = Duration.ofMillis(8);
    private static final Duration NOBODY_WAITS = Duration.ofSeconds(1);

    private final EventProcessingConfiguration processing;
    private final EventFamilies families;
    private final DeadLetters letters;
    private final JdbcClient jdbc;
    private final ProjectionTokens tokens;

    /** Positions only grow: what was once passed need not be looked up again. */
    private final Map<String, Long> lastSeen = new ConcurrentHashMap<>();

    private final AtomicLong head = new AtomicLong(NONE);
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

    private volatile List<Thread> threads = List.of();
    private volatile boolean databaseFails;

    ProjectionPositions(
            EventProcessingConfiguration processing,
            EventFamilies families,
            DeadLetters letters,
            JdbcClient jdbc,
            ProjectionTokens tokens) {
        this.processing = processing;
        this.families = families;
        this.letters = letters;
        this.jdbc = jdbc;
        this.tokens = tokens;
    }

    private record Waiting(String projection, long position, CompletableFuture<Void> passed) {}

    /** The names of all projections of this process. */
    Set<String> projections() {
        return processing.eventProcessors().keySet();
    }

    /** Whether a projection is known to reflect all events up to a position. Does not ask the database. */
    public boolean hasPassed(String projection, long position) {
        return lastSeen.getOrDefault(projection, NONE) >= position || of(projection) >= position;
    }

    /** The position up to which a projection is known to reflect all events; 0 if it has seen none. */
    long of(String projection) {
        return noteSeen(projection, here(projection));
    }

    /** The position of a projection as far as this process has worked on it; 0 if it has not. */
    long here(String projection) {
        return processing
                .eventProcessor(projection, StreamingEventProcessor.class)
                .map(processor -> processor.processingStatus().values().stream()
                        .mapToLong(ProjectionPositions::position)
                        .min()
                        .orElse(NONE))
                .orElse(NONE);
    }

    private long noteSeen(String projection, long position) {
        noteHead(position);
        return lastSeen.merge(projection, position, Math::max);
    }

    /** Whether an event has a position. Asks the database only for those that this process has not heard of. */
    public boolean isInLog(long position) {
        return position <= head.get() || position <= noteHead(lastPosition());
    }

    /** The position of the last event that this process has heard of. */
    long head() {
        return head.get();
    }

    private long noteHead(long position) {
        return head.accumulateAndGet(position, Math::max);
    }

    private long lastPosition() {
        return jdbc.sql("select coalesce(max(global_index), 0) from domain_event")
                .query(Long.class)
                .single();
    }

    /**
     * Waits until a projection reflects all events up to a position.
     *
     * @return whether it does in the end
     */
    public boolean await(String projection, long position, Duration limit) {
        if (hasPassed(projection, position)) {
            return true;
        }
        var wait = new Waiting(projection, position, new CompletableFuture<>());
        waiting.add(wait);
        threads.forEach(LockSupport::unpark);
        try {
            wait.passed.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            waiting.remove(wait);
        }
    }

    private void answerWaiting() {
        for (Waiting wait : waiting) {
            if (hasPassed(wait.projection, wait.position)) {
                wait.passed.complete(null);
            }
        }
    }

    private void lookIntoDatabase() {
        Map<String, ProjectionTokens.Stored> stored = tokens.all();
        // After the tokens: what was held up when a token moved is known before the token is.
        letters.refresh();
        long last = noteHead(lastPosition());
        for (String projection : projections()) {
            lookIntoDatabase(projection, stored.get(projection), last);
        }
        answerWaiting();
    }

    /** Looks how far the automations are that only other processes have. */
    void lookElsewhere() {
        families.lookElsewhere();
        Set<String> elsewhere = families.elsewhere();
        if (!elsewhere.isEmpty()) {
            Map<String, ProjectionTokens.Stored> stored = tokens.all();
            long last = noteHead(lastPosition());
            elsewhere.forEach(automation -> passOver(automation, stored.get(automation), last));
        }
    }

    private void lookIntoDatabase(String projection, ProjectionTokens.@Nullable Stored token, long last) {
        long taken = passOver(projection, token, last);
        if (token != null && token.position() + LEEWAY < taken) {
            long upTo = Math.min(taken, token.position() + STRETCH);
            if (nextToTakeIn(projection, token.position(), upTo) > upTo) {
                tokens.advance(projection, token, upTo);
            }
        }
    }

    /** Notes up to where a projection has nothing left to take in. */
    private long passOver(String projection, ProjectionTokens.@Nullable Stored token, long last) {
        long taken = Math.max(token == null ? NONE : token.position(), lastSeen.getOrDefault(projection, NONE));
        boolean passing = taken < last;
        for (int stretch = 0; passing && stretch < STRETCHES; stretch++) {
            long upTo = Math.min(last, taken + STRETCH);
            taken = noteSeen(projection, nextToTakeIn(projection, taken, upTo) - 1);
            passing = taken >= upTo && upTo < last;
        }
        return noteSeen(projection, taken);
    }

    /** The position of the first event between two positions that may concern a projection; past them if none does. */
    private long nextToTakeIn(String projection, long after, long last) {
        EventFamilies.Concern concern = families.of(projection);
        if (concern.families().isEmpty()) {
            return last + 1;
        }
        return jdbc.sql("select global_index from domain_event where global_index > ? and global_index <= ? and "
                        + concern.condition() + " order by global_index limit 1")
                .params(after, last)
                .params(concern.parameters())
                .query(Long.class)
                .optional()
                .orElse(last + 1);
    }

    /** When the first event behind a position happened that may concern a projection, if there is one. */
    Optional<Instant> firstBehind(String projection, long position) {
        EventFamilies.Concern concern = families.of(projection);
        if (concern.families().isEmpty()) {
            return Optional.empty();
        }
        return jdbc.sql("select time_stamp from domain_event where global_index > ? and global_index <= ? and "
                        + concern.condition() + " order by global_index limit 1")
                .params(position, position + STRETCH)
                .params(concern.parameters())
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    private static long position(EventTrackerStatus segment) {
        return segment.getSegment().getMask() == 0
                ? segment.getCurrentPosition().orElse(NONE)
                : NONE;
    }

    @Override
    public void start() {
        threads = List.of(
                new Thread(() -> repeat(this::answerWaiting, LOOK_HERE), "projections-here"),
                new Thread(() -> repeat(this::tryToLookIntoDatabase, LOOK_INTO_DATABASE), "projections-in-database"));
        threads.forEach(thread -> {
            thread.setDaemon(true);
            thread.start();
        });
    }

    private void repeat(Runnable look, Duration pause) {
        while (threads.contains(Thread.currentThread())) {
            look.run();
            LockSupport.parkNanos((waiting.isEmpty() ? NOBODY_WAITS : pause).toNanos());
        }
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    private void tryToLookIntoDatabase() {
        try {
            lookIntoDatabase();
            databaseFails = false;
        } catch (RuntimeException | Error e) {
            if (!databaseFails) {
                LOG.warn("Cannot look up how far the projections of other processes are: {}", e.toString());
            }
            databaseFails = true;
        }
    }

    /** Not by an interrupt, which would close the embedded database. */
    @Override
    public void stop() {
        List<Thread> stopping = threads;
        threads = List.of();
        stopping.forEach(LockSupport::unpark);
    }

    @Override
    public boolean isRunning() {
        return !threads.isEmpty();
    }
}
