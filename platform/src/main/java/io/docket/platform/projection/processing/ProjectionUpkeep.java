package io.docket.platform.projection.processing;

import io.docket.platform.projection.faults.DeadLetterAlarm;
import io.docket.platform.projection.faults.DeadLetters;
import io.docket.platform.projection.faults.Retries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * What keeps projections going, once a second: a projection that failed does not wait for the minute that the framework would
 * have it wait; one that met an event which it does not know lets go of its work when all before the event is done. Held-up
 * aggregates are tried again when their time has come, all of them when the process starts, by a thread of their own, since
 * there may be many.
 */
@Component
final class ProjectionUpkeep implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionUpkeep.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** As a failing database is asked again, with one connection for each projection. */
    private static final int ROUNDS_BETWEEN_CLAIMS = 5;

    private final EventProcessingConfiguration processing;
    private final ProjectionPositions positions;
    private final StoppedProjections stopped;
    private final DeadLetters letters;
    private final Retries retries;
    private final DeadLetterAlarm alarm;
    private final LastFailures failures;
    private final EventFamilies families;
    private final ProjectionTokens tokens;
    private final Clock clock;

    private volatile @Nullable Thread thread;
    private volatile @Nullable Thread retryThread;

    /** Behind which letter those are that have not been tried since the start; {@code null} if all have been. */
    private @Nullable String untriedBehind = "";

    ProjectionUpkeep(
            EventProcessingConfiguration processing,
            ProjectionPositions positions,
            StoppedProjections stopped,
            DeadLetters letters,
            Retries retries,
            DeadLetterAlarm alarm,
            LastFailures failures,
            EventFamilies families,
            ProjectionTokens tokens,
            Clock clock) {
        this.processing = processing;
        this.positions = positions;
        this.stopped = stopped;
        this.letters = letters;
        this.retries = retries;
        this.alarm = alarm;
        this.failures = failures;
        this.families = families;
        this.tokens = tokens;
        this.clock = clock;
    }

    private void run() {
        for (int round = 1; isRunning(); round++) {
            stopped.all().forEach(this::letGo);
            if (round % ROUNDS_BETWEEN_CLAIMS == 0) {
                positions.projections().forEach(this::claimAgain);
            }
            alarm.look();
            tellOthers();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void tellOthers() {
        try {
            families.tell();
            failures.tell();
            stopped.tell(families.automations());
        } catch (RuntimeException | Error e) {
            LOG.debug("Others cannot be told now of what is here, and of what has failed", e);
        }
    }

    private void letGo(StoppedProjections.Stop stop) {
        processing
                .eventProcessor(stop.projection(), StreamingEventProcessor.class)
                .filter(StreamingEventProcessor::isRunning)
                .filter(processor -> positions.here(stop.projection()) >= stop.position() - 1)
                .ifPresent(processor -> {
                    var unused = processor.shutdownAsync();
                });
    }

    /** Ends the wait of a projection that works nowhere in this process. */
    private void claimAgain(String projection) {
        processing
                .eventProcessor(projection, StreamingEventProcessor.class)
                .filter(processor ->
                        processor.isRunning() && processor.processingStatus().isEmpty())
                .ifPresent(processor -> processor.releaseSegment(0, 0, TimeUnit.MILLISECONDS));
    }

    private void retryHeldUp() {
        Instant startedAt = clock.instant();
        while (isRunning()) {
            boolean more = false;
            try {
                more = retrySome(startedAt);
            } catch (RuntimeException | Error e) {
                LOG.debug("Held-up aggregates cannot be tried again now", e);
            }
            if (!more) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Those that are due have their turn while all are being tried. Answers whether there may be more. */
    private boolean retrySome(Instant startedAt) {
        boolean more = !letters.isEmpty()
                && retries.retryDue(positions.projections(), clock.instant(), this::isRunning, tokens::position);
        if (untriedBehind != null) {
            untriedBehind = retries.retryBehind(
                    untriedBehind, positions.projections(), startedAt, this::isRunning, tokens::position);
        }
        return more || untriedBehind != null;
    }

    @Override
    public void start() {
        var upkeep = new Thread(this::run, "projection-upkeep");
        upkeep.setDaemon(true);
        thread = upkeep;
        upkeep.start();
        var retrying = new Thread(this::retryHeldUp, "held-up-aggregates");
        retrying.setDaemon(true);
        retryThread = retrying;
        retrying.start();
    }

    /** Not by an interrupt, which would close the embedded database. */
    @Override
    public void stop() {
        Thread stopping = thread;
        thread = null;
        LockSupport.unpark(stopping);
        LockSupport.unpark(retryThread);
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
