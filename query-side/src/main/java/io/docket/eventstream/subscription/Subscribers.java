package io.docket.eventstream.subscription;

import io.docket.eventstream.log.CloudEventWriter;
import io.docket.eventstream.log.LoggedEvents;
import io.docket.platform.database.PassingFault;
import io.docket.platform.errors.QuotaException;
import io.docket.platform.errors.UnavailableException;
import io.docket.platform.eventstore.LogAccess;
import io.docket.platform.logging.LogLimit;
import io.docket.platform.security.IssuerOutageException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * All who are subscribed in this process, in bounded numbers, and the few threads that serve them: some those who have caught
 * up, others those who read from the database, so that these do not delay those.
 */
@Component
@EnableConfigurationProperties(EventStreamProperties.class)
public class Subscribers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Subscribers.class);

    private static final int LIVE_THREADS = 2;

    /** Each holds a connection while it reads. */
    private static final int CATCH_UP_THREADS = 3;

    /** One looks at the time, the other one may wait for the issuer. */
    private static final int TIMERS = 2;

    private static final long RIGHTS_SECONDS = 5;

    /** How long those who are told that the process ends may take to hear it. */
    private static final long PATIENCE_NANOS = 3_000_000_000L;

    private static final long LOOK_NANOS = 20_000_000;

    private final EventStreamProperties limits;
    private final LoggedEvents log;
    private final LiveEvents live;
    private final CloudEventWriter writer;
    private final Waves waves;
    private final Clock clock;
    private final Tail tail;
    private final LogLimit failures = new LogLimit();
    private final Set<Subscriber> all = ConcurrentHashMap.newKeySet();
    private final List<IntSupplier> followers = new CopyOnWriteArrayList<>();
    private final ExecutorService forLive = threads("events-live-", LIVE_THREADS);
    private final ExecutorService forCatchUp = threads("events-catch-up-", CATCH_UP_THREADS);
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(TIMERS, daemons("events-timer-"));

    private volatile @Nullable Future<?> looking;
    private volatile @Nullable Future<?> checking;
    private volatile boolean running;

    Subscribers(
            EventStreamProperties limits,
            LoggedEvents log,
            LiveEvents live,
            CloudEventWriter writer,
            LogAccess access,
            Clock clock,
            MeterRegistry meters) {
        this.limits = limits;
        this.log = log;
        this.live = live;
        this.writer = writer;
        this.waves = new Waves(live, writer);
        this.clock = clock;
        this.tail = new Tail(log, live, access, this);
        meters.gauge("docket.events.subscribers", all, Set::size);
    }

    private static ExecutorService threads(String name, int count) {
        return Executors.newFixedThreadPool(count, daemons(name));
    }

    private static CustomizableThreadFactory daemons(String name) {
        var threads = new CustomizableThreadFactory(name);
        threads.setDaemon(true);
        return threads;
    }

    /**
     * Adds one, which has its first turn when it is woken.
     *
     * @throws QuotaException if the client has as many streams as it may have
     * @throws UnavailableException if the process has
     */
    public Subscriber add(Subscription wanted, Outlet outlet) {
        long head = log.head();
        synchronized (all) {
            if (!running) {
                throw new UnavailableException("This process is about to end.");
            }
            if (all.size() >= limits.streams()) {
                throw new UnavailableException("Too many streams are open.");
            }
            if (all.stream()
                            .filter(other -> other.client().equals(wanted.client()))
                            .count()
                    >= limits.streamsPerClient()) {
                throw new QuotaException("This client has " + limits.streamsPerClient() + " streams open already.");
            }
            var added = new Subscriber(wanted, outlet, this);
            all.add(added);
            live.open(head);
            tail.wake();
            return added;
        }
    }

    void remove(Subscriber gone) {
        synchronized (all) {
            if (all.remove(gone)) {
                live.close();
            }
            if (all.isEmpty()) {
                waves.forget();
            }
        }
    }

    /** Has a turn run, by the threads for those who read from the database or by the others. */
    void run(Runnable turn, boolean behind) {
        try {
            (behind ? forCatchUp : forLive).execute(turn);
        } catch (RejectedExecutionException e) {
            LOG.debug("The process ends", e);
        }
    }

    /** Calls somebody, from now on, who follows the events without a stream. */
    void addFollower(IntSupplier grown) {
        followers.add(grown);
        tail.wake();
    }

    void removeFollower(IntSupplier grown) {
        followers.remove(grown);
    }

    /** Wakes those who have caught up, and says how many they are. */
    int wakeAll() {
        int woken = followers.stream().mapToInt(IntSupplier::getAsInt).sum();
        for (Subscriber subscriber : all) {
            if (subscriber.isLive()) {
                subscriber.wake();
                woken++;
            }
        }
        return woken;
    }

    void failed(RuntimeException failure) {
        failures.log(more -> {
            if (PassingFault.causes(failure)) {
                LOG.warn("Events cannot be sent now: {}", PassingFault.message(failure));
            } else {
                LOG.error("Events cannot be sent, and are tried again and again", failure);
            }
        });
    }

    LoggedEvents log() {
        return log;
    }

    LiveEvents live() {
        return live;
    }

    Waves waves() {
        return waves;
    }

    CloudEventWriter writer() {
        return writer;
    }

    @Override
    public void start() {
        running = true;
        tail.start();
        looking = timer.scheduleWithFixedDelay(() -> all.forEach(this::look), 1, 1, TimeUnit.SECONDS);
        checking = timer.scheduleWithFixedDelay(this::checkRights, RIGHTS_SECONDS, RIGHTS_SECONDS, TimeUnit.SECONDS);
    }

    /** A token that is good for many streams is checked once. */
    private void checkRights() {
        for (Subscriber subscriber : all) {
            try {
                subscriber.checkRight(clock);
            } catch (IssuerOutageException e) {
                LOG.debug("Tokens are not checked now", e);
                return;
            } catch (RuntimeException e) {
                failed(e);
            }
        }
    }

    private void look(Subscriber subscriber) {
        try {
            subscriber.look(clock.instant());
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Before the server stops, which would wait for streams to end by themselves. */
    @Override
    public void stop() {
        synchronized (all) {
            running = false;
        }
        all.forEach(subscriber -> subscriber.end("This server ends. Resume behind the last id."));
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!all.isEmpty() && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        all.forEach(Subscriber::cutOff);
        tail.stop();
        cancel(looking);
        cancel(checking);
        timer.shutdown();
        forLive.shutdown();
        forCatchUp.shutdown();
    }

    private static void cancel(@Nullable Future<?> repeated) {
        if (repeated != null) {
            repeated.cancel(false);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
