package io.docket.audit.log;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Keeps the tree beside the events, a second behind them at most. Every process is ready to, and one does. */
@Component
final class LogMaintenance implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LogMaintenance.class);

    private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(1);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

    private final TreeGrowth growth;
    private final CheckpointTable checkpoints;
    private final EventGrants grants;
    private final Rounds rounds;

    /** The one under way; over when the tree has been looked after. */
    private volatile CountDownLatch look = new CountDownLatch(1);

    private long forgottenAt = System.nanoTime();

    LogMaintenance(TreeGrowth growth, CheckpointTable checkpoints, EventGrants grants, LogAlarm alarm) {
        this.growth = growth;
        this.checkpoints = checkpoints;
        this.grants = grants;
        rounds = new Rounds("audit-log", this::round, alarm);
    }

    private Duration round() {
        boolean more = growth.grow();
        tell();
        if (more) {
            return Duration.ZERO;
        }
        grants.revoke();
        if (System.nanoTime() - forgottenAt > FORGET_EVERY.toNanos()) {
            forgottenAt = System.nanoTime();
            checkpoints.forgetOld();
        }
        return BETWEEN_CHECKPOINTS;
    }

    private void tell() {
        CountDownLatch over = look;
        look = new CountDownLatch(1);
        over.countDown();
    }

    /** Waits until the tree may have grown, or a little while, since another process may let it grow. */
    void await(Duration atMost) {
        try {
            if (look.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.trace("The tree may have grown");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
