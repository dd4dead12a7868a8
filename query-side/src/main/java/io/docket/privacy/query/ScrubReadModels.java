package io.docket.privacy.query;

import io.docket.platform.automation.Backoff;
import io.docket.platform.privacy.HeldData;
import io.docket.platform.scrubbing.ReadModelOfPersons;
import io.docket.platform.scrubbing.ScrubRequests;
import io.docket.platform.scrubbing.ScrubRequests.Answer;
import io.docket.platform.scrubbing.ScrubRequests.Request;
import io.docket.platform.scrubbing.ScrubRequests.Scrubbed;
import io.docket.platform.scrubbing.Scrubbing;
import io.docket.platform.scrubbing.Scrubbing.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Scrubs the read models of what they hold of persons who have been erased, as the command side asks. One of the processes
 * does it; should it end before it has answered, another one does it again.
 */
@Component
class ScrubReadModels implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ScrubReadModels.class);

    private static final Duration LOOK = Duration.ofMillis(500);

    /** After that another process tries, unless it is kept. One aggregate may take as long as a transaction does. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Backoff AGAIN = new Backoff(PAUSE, Duration.ofMinutes(5));

    private static final String UNFINISHED = "a read model is being made anew that was begun before the erasure";

    private final ScrubRequests requests;
    private final Scrubbing scrubbing;
    private final HeldData data;
    private final List<ReadModelOfPersons> readModels;
    private final Clock clock;

    private volatile @Nullable Thread thread;

    /** It was told, and is not told again until it has gone well. */
    private boolean fails;

    ScrubReadModels(
            ScrubRequests requests,
            Scrubbing scrubbing,
            HeldData data,
            List<ReadModelOfPersons> readModels,
            Clock clock) {
        this.requests = requests;
        this.scrubbing = scrubbing;
        this.data = data;
        this.readModels = readModels;
        this.clock = clock;
    }

    private void run() {
        while (isRunning()) {
            try {
                Optional<Request> next = requests.take(LEASE);
                while (next.isPresent()) {
                    // Also when it is to end: what was taken on is done, or let go.
                    scrub(next.get());
                    next = isRunning() ? requests.take(LEASE) : Optional.empty();
                }
                fails = false;
            } catch (RuntimeException | Error e) {
                if (isRunning() && !fails) {
                    LOG.warn("Read models cannot be scrubbed now, and are tried again: {}", e.toString());
                }
                fails = true;
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** Read models that are being made anew may have been made with the key: they are waited for. */
    private void scrub(Request request) {
        if (UNFINISHED.equals(request.cause()) && data.isInUnfinishedTables()) {
            requests.fail(request, UNFINISHED, PAUSE);
            return;
        }
        Optional<Outcome> outcome =
                scrubbing.scrub(request.personId(), request.erasureId(), readModels, new Kept(request)::goOn);
        if (outcome.isEmpty()) {
            // Whoever goes on need not wait for the end of the lease.
            requests.keep(request, Duration.ZERO);
            return;
        }
        String fault = outcome.get().fault();
        if (fault != null) {
            requests.fail(request, fault, AGAIN.after(request.failures() + 1));
        } else if (data.isInUnfinishedTables()) {
            requests.fail(request, UNFINISHED, PAUSE);
        } else {
            List<Scrubbed> places = outcome.get().places();
            requests.answer(request, new Answer(clock.instant(), request.isBegun() ? withoutChanges(places) : places));
        }
    }

    /** What a try before has changed, this one found as it is to be. */
    private static List<Scrubbed> withoutChanges(List<Scrubbed> places) {
        return places.stream()
                .map(place -> new Scrubbed(place.place(), place.count(), null))
                .toList();
    }

    /** Keeps a request from other processes as long as this one is at work on it. */
    private final class Kept {

        private final Request request;
        private long keptAt = System.nanoTime();

        Kept(Request request) {
            this.request = request;
        }

        boolean goOn() {
            long now = System.nanoTime();
            if (now - keptAt < LEASE.toNanos() / 5) {
                return isRunning();
            }
            keptAt = now;
            return isRunning() && requests.keep(request, LEASE);
        }
    }

    @Override
    public void start() {
        var scrubbing = new Thread(this::run, "scrub-read-models");
        scrubbing.setDaemon(true);
        thread = scrubbing;
        scrubbing.start();
    }

    /** Not by an interrupt, which would close the embedded database. */
    @Override
    public void stop() {
        Thread stopping = thread;
        thread = null;
        LockSupport.unpark(stopping);
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
