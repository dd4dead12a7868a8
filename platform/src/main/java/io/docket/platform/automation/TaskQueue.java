package io.docket.platform.automation;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

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
     * @param work does a task; answers when to do it again, or nothing if it is done. An exception is a failure
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
                    Optional<Instant> again = work.apply(instance.getId());
                    CompletionHandler<Void> next = (complete, operations) ->
                            again.ifPresentOrElse(time -> operations.reschedule(complete, time), operations::remove);
                    return next;
                });
        client = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource), task)
                .tableName(name)
                .build();
        scheduler = Scheduler.create(dataSource, task)
                .tableName(name)
                .threads(concurrency)
                .pollingInterval(POLLING)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .enableImmediateExecution()
                .clock(clock::instant)
                .build();
    }

    private static int failures(ExecutionComplete complete) {
        return complete.getExecution().consecutiveFailures + 1;
    }

    /** Adds a task, in the transaction of the calling thread if it has one. One that is there already stays as it is. */
    public void add(String instance, Instant time) {
        client.scheduleIfNotExists(task.instance(instance), time);
    }

    /** Has a task done now that was waiting for a later time; harmless if it is not there. */
    public void hasten(String instance) {
        var id = TaskInstanceId.of(name, instance);
        client.getScheduledExecution(id)
                .filter(scheduled -> !scheduled.isPicked())
                .ifPresent(scheduled -> client.reschedule(id, clock.instant()));
        scheduler.triggerCheckForDueExecutions();
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
