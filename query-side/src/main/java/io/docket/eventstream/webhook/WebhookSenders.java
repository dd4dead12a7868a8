package io.docket.eventstream.webhook;

import io.docket.eventstream.log.EventFilter;
import io.docket.eventstream.receiver.Receivers;
import io.docket.eventstream.receiver.SigningKey;
import io.docket.eventstream.subscription.EventFeed;
import io.docket.platform.database.PassingFault;
import io.docket.platform.eventstore.OlderEvents;
import io.docket.platform.logging.LogLimit;
import io.docket.platform.secrets.Secrets;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Whatever this process sends, and the few threads that do it. Once a second it renews its leases, takes what no process
 * sends for, and leaves what clients have changed.
 */
@Component
public class WebhookSenders implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookSenders.class);

    private static final int THREADS = 4;
    private static final long LOOK_NANOS = 1_000_000_000;

    /** So long after a renewal nothing more is sent: before another process may take over. */
    private static final Duration OWN = Leases.TERM.minusSeconds(2);

    private static final long PATIENCE_NANOS = 3_000_000_000L;
    private static final long STEP_NANOS = 20_000_000;

    private final EventFeed feed;
    private final Receivers receivers;
    private final Secrets secrets;
    private final OlderEvents older;
    private final Leases leases;
    private final Clock clock;
    private final LogLimit failures = new LogLimit();
    private final Map<String, WebhookSender> running = new ConcurrentHashMap<>();
    private final ExecutorService threads;
    private final IntSupplier grown = this::wakeAll;

    private volatile @Nullable Thread looking;
    private volatile long mayUntil = System.nanoTime();
    private boolean maskable;
    private boolean follows;

    WebhookSenders(
            EventFeed feed,
            Receivers receivers,
            Secrets secrets,
            OlderEvents older,
            JdbcClient jdbc,
            Clock clock,
            MeterRegistry meters) {
        this.feed = feed;
        this.receivers = receivers;
        this.secrets = secrets;
        this.older = older;
        this.leases = new Leases(jdbc);
        this.clock = clock;
        var daemons = new CustomizableThreadFactory("webhooks-");
        daemons.setDaemon(true);
        threads = Executors.newFixedThreadPool(THREADS, daemons);
        meters.gauge("docket.webhook.senders", running, Map::size);
    }

    EventFeed feed() {
        return feed;
    }

    Receivers receivers() {
        return receivers;
    }

    Leases leases() {
        return leases;
    }

    Instant now() {
        return clock.instant();
    }

    /** Whether nobody else sends what this process sends for. */
    boolean maySend() {
        return looking != null && System.nanoTime() - mayUntil < 0;
    }

    void run(Runnable turn) {
        try {
            threads.execute(turn);
        } catch (RejectedExecutionException e) {
            LOG.debug("The process ends", e);
        }
    }

    void failed(Throwable failure) {
        failures.log(more -> {
            if (PassingFault.causes(failure)) {
                LOG.warn("Webhooks cannot be sent now: {}", PassingFault.message(failure));
            } else {
                LOG.error("Webhooks cannot be sent, and are tried again and again", failure);
            }
        });
    }

    void paused(Webhook webhook, Standing standing) {
        LOG.warn("Webhook {} is paused: {}", webhook.id(), standing.paused());
    }

    /** Looks at once at what has been changed. */
    public void look() {
        LockSupport.unpark(looking);
    }

    private void lookAgainAndAgain() {
        while (looking == Thread.currentThread()) {
            try {
                long begun = System.nanoTime();
                List<Webhook> own = leases.renew(now());
                mayUntil = begun + OWN.toNanos();
                keep(own);
            } catch (RuntimeException | Error e) {
                failed(e);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Sends for these, by their latest settings, and for no others. One that was stopped is begun anew with the next look. */
    private void keep(List<Webhook> own) {
        Map<String, Webhook> wanted = own.stream().collect(Collectors.toMap(Webhook::id, Function.identity()));
        follow(!wanted.isEmpty());
        // While events of older versions are being encrypted, nobody can tell what is to be masked.
        maskable = maskable || !older.areLeft();
        wanted.forEach((id, webhook) -> {
            if (!running.containsKey(id) && (maskable || webhook.unmasked())) {
                begin(webhook);
            }
        });
        running.forEach((id, sender) -> {
            Webhook webhook = wanted.get(id);
            boolean isChanged = webhook == null || webhook.version() != sender.version();
            if (isChanged) {
                sender.stop();
            }
            if (!sender.hasEnded()) {
                sender.look(now());
            } else if (running.remove(id, sender) && isChanged) {
                look();
            }
        });
    }

    /** What this process cannot send is left to others, which look for it before this one does again. */
    private void begin(Webhook webhook) {
        try {
            EventFilter filter = webhook.wanted().filter();
            SigningKey key = SigningKey.parse(secrets.open(webhook.secret(), Webhook.place(webhook.id())))
                    .orElseThrow(() -> new IllegalStateException("The secret of " + webhook.id() + " is none"));
            var sender = new WebhookSender(webhook, filter, key, this);
            running.put(webhook.id(), sender);
            sender.wake();
        } catch (RuntimeException e) {
            failed(e);
            leases.release(webhook.id());
        }
    }

    private void follow(boolean wanted) {
        if (wanted && !follows) {
            feed.open(grown);
        } else if (!wanted && follows) {
            feed.close(grown);
        }
        follows = wanted;
    }

    private int wakeAll() {
        running.values().forEach(WebhookSender::wake);
        return running.size();
    }

    @Override
    public void start() {
        var thread = new Thread(this::lookAgainAndAgain, "webhooks-look");
        thread.setDaemon(true);
        looking = thread;
        thread.start();
    }

    /** Gives what is under way a moment, and then leaves all to others. */
    @Override
    public void stop() {
        Thread stopping = looking;
        looking = null;
        LockSupport.unpark(stopping);
        running.values().forEach(WebhookSender::stop);
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!running.values().stream().allMatch(WebhookSender::hasEnded) && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(STEP_NANOS);
        }
        try {
            leases.release();
        } catch (RuntimeException e) {
            failed(e);
        }
        threads.shutdown();
    }

    @Override
    public boolean isRunning() {
        return looking != null;
    }
}
