package io.docket.platform.automation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.docket.platform.database.NodeId;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.tracing.Traces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The task queues of this process. They share a table and the look at it, so that a process that has nothing to do looks
 * twice a second, however many queues there are. They share no thread: one slow partner never holds up another.
 */
@Component
public final class TaskQueues implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TaskQueues.class);

    private static final int MAX_CAUSE = 500;

    /** How late a task can be whose time has come; one that is added in this process is begun at once. */
    private static final Duration POLLING = Duration.ofMillis(500);

    /** A task whose process has missed four of these is taken up by another. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);

    private static final int MISSED_HEARTBEATS = 4;

    /** Twice as long a stop lets running tasks finish. What has not finished then is begun again by another process. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** Tasks of a queue that this version does not know are those of another version, and not ours to delete. */
    private static final Duration NEVER = Duration.ofDays(365_000);

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final StoredJson json;
    private final Traces traces;
    private final List<TaskQueue<?>> queues = new CopyOnWriteArrayList<>();
    private final TaskTable table = new TaskTable(queues);
    private final SchedulerClient client;

    private volatile @Nullable Scheduler scheduler;

    public TaskQueues(DataSource dataSource, Clock clock, StoredJson json) {
        this(dataSource, clock, json, Traces.off());
    }

    @Autowired
    TaskQueues(DataSource dataSource, Clock clock, StoredJson json, Traces traces) {
        this.dataSource = dataSource;
        this.clock = clock;
        this.json = json;
        this.traces = traces;
        jdbc = JdbcClient.create(dataSource);
        client = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
                .tableName(TaskTable.NAME)
                .serializer(new Text())
                .jdbcCustomization(table)
                .build();
    }

    /**
     * A new queue. To be made before the queues start.
     *
     * @param name of the queue in the database, in snake case
     * @param type what its tasks are about
     * @param concurrency how many of its tasks are done at the same time
     * @param backoff how long to wait after the given number of failures in a row, from 1
     * @param work does a task; answers when to do it again, or nothing if it is done. An exception is a failure
     */
    public <T> TaskQueue<T> queue(
            String name,
            Class<T> type,
            int concurrency,
            IntFunction<Duration> backoff,
            Function<Task<T>, Optional<Instant>> work) {
        if (queues.stream().anyMatch(queue -> queue.name().equals(name))) {
            throw new IllegalArgumentException("There is a queue named " + name);
        }
        var queue =
                new TaskQueue<>(this, name, type, concurrency, backoff, work, clock, json.getObjectMapper(), traces);
        queues.add(queue);
        return queue;
    }

    /** The names of all queues. */
    List<String> names() {
        return queues.stream().map(TaskQueue::name).toList();
    }

    void add(TaskInstance<String> task, Instant time) {
        client.scheduleIfNotExists(task, time);
        lookAfterCommit();
    }

    void hasten(String queue, String id) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        jdbc.sql("""
                        update task set execution_time = :now, consecutive_failures = 0
                         where task_name = :queue and task_instance = :id and picked = false and execution_time > :now""").param("now", now).param("queue", queue).param("id", id).update();
        lookAfterCommit();
    }

    /** Keeps why a task failed, for operators. What cannot be kept is in the log. */
    void failed(String queue, String id, String cause) {
        try {
            jdbc.sql("update task set last_error = ? where task_name = ? and task_instance = ?")
                    .params(cause.substring(0, Math.min(cause.length(), MAX_CAUSE)), queue, id)
                    .update();
        } catch (DataAccessException e) {
            LOG.debug("It cannot be kept why {} {} failed", queue, id, e);
        }
    }

    /** All of them, by their names. */
    List<TaskQueue<?>> all() {
        return queues.stream().sorted(Comparator.comparing(TaskQueue::name)).toList();
    }

    Optional<TaskQueue<?>> find(String name) {
        return queues.stream().filter(queue -> queue.name().equals(name)).findFirst();
    }

    void lookAfterCommit() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            look();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                look();
            }
        });
    }

    /** Looks for tasks that are due. */
    void look() {
        Scheduler running = scheduler;
        if (running != null) {
            running.triggerCheckForDueExecutions();
        }
    }

    @Override
    public void start() {
        Scheduler starting = Scheduler.create(
                        dataSource,
                        queues.stream()
                                .<com.github.kagkarlsson.scheduler.task.Task<?>>map(TaskQueue::task)
                                .toList())
                .tableName(TaskTable.NAME)
                .serializer(new Text())
                .jdbcCustomization(table)
                .schedulerName(new SchedulerName.Fixed(NodeId.random().value()))
                .executorService(UninterruptedThreads.asManyAsNeeded("task"))
                .dueExecutor(UninterruptedThreads.one("task-due"))
                .pollingInterval(POLLING)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .deleteUnresolvedAfter(NEVER)
                .enableImmediateExecution()
                .shutdownMaxWait(GRACE)
                .failureLogging(LogLevel.OFF, false)
                .clock(clock::instant)
                .build();
        starting.start();
        scheduler = starting;
    }

    @Override
    public void stop() {
        Scheduler stopping = scheduler;
        if (stopping != null) {
            stopping.stop();
            scheduler = null;
        }
    }

    @Override
    public boolean isRunning() {
        return scheduler != null;
    }

    /** Data is JSON already: no name of a class gets into the database. */
    private static final class Text implements Serializer {

        @Override
        public byte[] serialize(Object data) {
            return data.toString().getBytes(UTF_8);
        }

        @Override
        public <T> T deserialize(Class<T> type, byte[] stored) {
            return type.cast(new String(stored, UTF_8));
        }
    }
}
