package io.docket.platform.projection.processing;

import io.docket.platform.database.DatabaseWatch;
import io.docket.platform.eventstore.LogAccess;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Sees to it that every projection runs. Left alone, one that has failed over an outage pauses for up to a minute after it,
 * and one whose thread was interrupted stays stopped.
 */
@Component
final class ProjectionWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionWatch.class);

    /** Longer than a statement may take. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** Who stops a projection to do something to it starts it again sooner. */
    private static final Duration STANDSTILL = Duration.ofSeconds(10);

    private final EventProcessingConfiguration processing;
    private final ProjectionClaims claims;
    private final DatabaseWatch database;
    private final LogAccess log;

    private final Map<String, Long> stoppedSince = new ConcurrentHashMap<>();
    private final Map<String, Restart> restarts = new ConcurrentHashMap<>();

    private volatile boolean running;

    ProjectionWatch(
            EventProcessingConfiguration processing, ProjectionClaims claims, DatabaseWatch database, LogAccess log) {
        this.processing = processing;
        this.claims = claims;
        this.database = database;
        this.log = log;
        database.afterEachLook(this::look);
    }

    /** For how long something here has been hanging that the database cannot be blamed for. */
    Duration stuckFor() {
        Duration longest = log.stuckFor();
        for (String projection : processing.eventProcessors().keySet()) {
            Duration silence = running ? claims.silence(projection) : Duration.ZERO;
            longest = longest.compareTo(silence) > 0 ? longest : silence;
        }
        Duration answering = database.answersFor();
        return longest.compareTo(answering) < 0 ? longest : answering;
    }

    private void look() {
        if (!running || database.answersFor().compareTo(SILENCE.dividedBy(4)) < 0) {
            return;
        }
        processing.eventProcessors().forEach((name, processor) -> look(name, (StreamingEventProcessor) processor));
    }

    private void look(String name, StreamingEventProcessor processor) {
        Restart restart = restarts.get(name);
        if (restart != null && restart.mayStillHelp()) {
            return;
        }
        if (!processor.isRunning()) {
            claims.forgetSilence(name);
            long since = stoppedSince.computeIfAbsent(name, first -> System.nanoTime());
            if (System.nanoTime() - since > STANDSTILL.toNanos()) {
                start(name, processor);
            }
            return;
        }
        stoppedSince.remove(name);
        if (claims.silence(name).compareTo(SILENCE) > 0) {
            LOG.info("{} is silent, and is started anew", name);
            restarts.put(
                    name,
                    new Restart(System.nanoTime(), processor.shutdownAsync().thenRun(() -> start(name, processor))));
        }
    }

    private void start(String name, StreamingEventProcessor processor) {
        if (!running) {
            return;
        }
        try {
            processor.start();
        } catch (RuntimeException e) {
            LOG.warn("{} cannot be started anew", name, e);
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops before the projections do. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    private record Restart(long begunAt, CompletableFuture<Void> done) {

        boolean mayStillHelp() {
            return !done.isDone() || System.nanoTime() - begunAt < SILENCE.toNanos();
        }
    }
}
