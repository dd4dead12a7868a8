package io.docket.platform.automation;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.DbSchedulerException;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.docket.platform.correlation.Correlation;
import io.docket.platform.database.NodeId;
import io.docket.platform.partner.PartnerUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tasks that are done once each, sooner or later, whichever process lives to do them. A task is a name; what it means is
 * the queue's business. A task whose process dies is taken up by another, or by the same after its restart, so that it may
 * be begun twice: what it does must be harmless to repeat.
 *
 * <p>Every queue has a table and threads of its own: one slow partner never holds up another.
 */
public final class TaskQueue implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TaskQueue.class);

    private static final Duration POLLING = Duration.ofMillis(500);

    /** A task whose process has missed four of these is taken up by another. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);

    private static final int MISSED_HEARTBEATS = 4;

    /** Twice as long a stop lets running tasks finish. What has not finished then is begun again by another process. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Pattern LINE_BREAKS = Pattern.compile("\\v+");

    private final String name;
    private final CustomTask<Void> task;
    private final SchedulerClient client;
    private final Scheduler scheduler;
    private final Clock clock;

    private volatile boolean running;

    /**
     * A queue.
     *
     * @param name of the queue and its table, in snake case
     * @param concurrency how many tasks are done at the same time
     * @param backoff how long to wait after the given number of failures in a row, from 1
     * @param work does a task; answers when to do it again, or nothing if it is done. An exception is a failure. The
     *     correlation id that it puts into the logging context stays there until the failure is logged
     */
    public TaskQueue(
            String name,
            DataSource dataSource,
            Clock clock,
            int concurrency,
            Function<Integer, Duration> backoff,
            Function<String, Optional<Instant>> work) {
        this.name = name;
        this.clock = clock;
        task = Tasks.custom(name, Void.class)
                .onFailure((complete, operations) ->
                        operations.reschedule(complete, clock.instant().plus(backoff.apply(failures(complete)))))
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    Optional<Instant> again =
                            logged(instance.getId(), context.getExecution().consecutiveFailures + 1, work);
                    CompletionHandler<Void> next = (complete, operations) ->
                            again.ifPresentOrElse(time -> operations.reschedule(complete, time), operations::remove);
                    return next;
                });
        client = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource), task)
                .tableName(name)
                .jdbcCustomization(new ZonedInstants())
                .build();
        scheduler = Scheduler.create(dataSource, task)
                .tableName(name)
                .jdbcCustomization(new ZonedInstants())
                .schedulerName(new SchedulerName.Fixed(NodeId.random().value()))
                .threads(concurrency)
                .executorService(new UninterruptedThreads(name, concurrency))
                .dueExecutor(new UninterruptedThreads(name + "-due", 1))
                .pollingInterval(POLLING)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .enableImmediateExecution()
                .shutdownMaxWait(GRACE)
                .failureLogging(LogLevel.OFF, false)
                .clock(clock::instant)
                .build();
    }

    private static int failures(ExecutionComplete complete) {
        return complete.getExecution().consecutiveFailures + 1;
    }

    private Optional<Instant> logged(String instance, int attempt, Function<String, Optional<Instant>> work) {
        try {
            return work.apply(instance);
        } catch (PartnerUnavailableException e) {
            LOG.warn("{} {} has to be done again, after attempt {}: {}", name, instance, attempt, inOneLine(e));
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.error("{} {} failed, and is to be done again, after attempt {}", name, instance, attempt, e);
            throw e;
        } finally {
            MDC.remove(Correlation.ID);
        }
    }

    private static String inOneLine(Exception failure) {
        return LINE_BREAKS.matcher(String.valueOf(failure.getMessage())).replaceAll(" ");
    }

    /**
     * Adds a task, in the transaction of the calling thread if it has one. One that is there already stays as it is. What
     * is due is begun as soon as the transaction is committed.
     */
    public void add(String instance, Instant time) {
        client.scheduleIfNotExists(task.instance(instance), time);
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            scheduler.triggerCheckForDueExecutions();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                scheduler.triggerCheckForDueExecutions();
            }
        });
    }

    /** Has a task done now that was waiting for a later time; harmless if it is not there. */
    public void hasten(String instance) {
        var id = TaskInstanceId.of(name, instance);
        try {
            client.getScheduledExecution(id)
                    .filter(scheduled -> !scheduled.isPicked())
                    .ifPresent(scheduled -> client.reschedule(id, clock.instant()));
        } catch (DbSchedulerException begunOrDoneMeanwhile) {
            LOG.debug("{} {} needs no haste", name, instance, begunOrDoneMeanwhile);
        }
        scheduler.triggerCheckForDueExecutions();
    }

    /** Whether a task is being done; also if its process has died at it, until that is noticed. */
    public boolean isUnderWay(String instance) {
        return client.getScheduledExecution(TaskInstanceId.of(name, instance))
                .filter(ScheduledExecution::isPicked)
                .isPresent();
    }

    @Override
    public void start() {
        scheduler.start();
        running = true;
        LOG.debug("Queue {} started", name);
    }

    @Override
    public void stop() {
        scheduler.stop();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
