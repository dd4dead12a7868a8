package io.docket.platform.automation;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What waits in the queues, as operators see it, and what they decide about it. */
@Component
public final class QueuedTasks {

    private static final String OF = " where task_name = :queue and task_instance = :id";

    private static final String GIVING_UP = "giving-up-";

    /** How long a step of giving a task up may take: a command, and a call to a partner. */
    private static final Duration STEP = Duration.ofSeconds(60);

    private final TaskQueues queues;
    private final JdbcClient jdbc;
    private final Clock clock;

    public QueuedTasks(TaskQueues queues, JdbcClient jdbc, Clock clock) {
        this.queues = queues;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A queue.
     *
     * @param waiting how many tasks it has, timers included
     * @param due how many of them have a time that has come, and are not being done
     * @param running how many are being done, by any process
     * @param failing how many have failed, and are to be done again
     * @param oldestDue since when the first of those that are due is due; {@code null} if there is none
     * @param canBeGivenUp whether its tasks can be given up
     */
    public record Queue(
            String name,
            long waiting,
            long due,
            long running,
            long failing,
            @Nullable Instant oldestDue,
            boolean canBeGivenUp) {}

    /**
     * A task, without what it is about.
     *
     * @param since when it was noted, or when that began to be kept
     * @param nextAttempt when it is done; of one that is running, when it was to be
     * @param attempts how often it has failed since it last succeeded
     * @param lastError why it failed the last time, and when; {@code null} if it did not
     */
    public record Waiting(
            String id,
            Instant since,
            Instant nextAttempt,
            boolean running,
            int attempts,
            @Nullable Failure lastError) {}

    /** Why a task failed: the kind and the place, or what is told of a partner. */
    public record Failure(Instant time, String cause) {}

    /** The queues of this process. */
    public List<Queue> queues() {
        return queues.all().stream().map(this::queue).toList();
    }

    /** A queue of this process. */
    public Optional<Queue> find(String name) {
        return queues.find(name).map(this::queue);
    }

    private Queue queue(TaskQueue<?> queue) {
        return jdbc.sql("select count(*) as waiting, "
                        + "count(case when picked = false and execution_time <= :now then 1 end) as due, "
                        + "count(case when picked then 1 end) as running, "
                        + "count(case when consecutive_failures > 0 then 1 end) as failing, "
                        + "min(case when picked = false and execution_time <= :now then execution_time end) as oldest "
                        + "from task where task_name = :queue")
                .param("now", now())
                .param("queue", queue.name())
                .query((row, number) -> new Queue(
                        queue.name(),
                        row.getLong("waiting"),
                        row.getLong("due"),
                        row.getLong("running"),
                        row.getLong("failing"),
                        time(row, "oldest"),
                        queue.canBeGivenUp()))
                .single();
    }

    /**
     * How much a queue has before it.
     *
     * @param tasks how many tasks it has
     * @param since since when the oldest of them is there; {@code null} if there is none
     */
    public record Backlog(long tasks, @Nullable Instant since) {}

    /** How much a queue has before it, whichever process it is of. */
    public Backlog backlog(String queue) {
        return jdbc.sql("select count(*) as tasks, min(created_at) as since from task where task_name = ?")
                .param(queue)
                .query((row, number) -> new Backlog(row.getLong("tasks"), time(row, "since")))
                .single();
    }

    /**
     * The tasks of a queue, the next one first.
     *
     * @param failing only those that have failed
     */
    public Page<Waiting> page(String queue, boolean failing, Paging paging) {
        String condition = " from task where task_name = :queue" + (failing ? " and consecutive_failures > 0" : "");
        return Page.of(
                jdbc.sql(
                                "select *" + condition
                                        + " order by execution_time, task_instance offset :offset rows fetch next :size rows only")
                        .param("queue", queue)
                        .param("offset", paging.offset())
                        .param("size", paging.size())
                        .query((row, number) -> read(row))
                        .list(),
                jdbc.sql("select count(*)" + condition)
                        .param("queue", queue)
                        .query(Long.class)
                        .single(),
                paging);
    }

    public Optional<Waiting> find(String queue, String id) {
        return jdbc.sql("select * from task" + OF)
                .param("queue", queue)
                .param("id", id)
                .query((row, number) -> read(row))
                .optional();
    }

    private static Waiting read(ResultSet row) throws SQLException {
        int attempts = row.getInt("consecutive_failures");
        Instant failedAt = time(row, "last_failure");
        String cause = row.getString("last_error");
        return new Waiting(
                row.getString("task_instance"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("execution_time", OffsetDateTime.class).toInstant(),
                row.getBoolean("picked"),
                attempts,
                attempts == 0 || failedAt == null ? null : new Failure(failedAt, cause == null ? "not known" : cause));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /**
     * Has a task done now that was waiting for a later time. Its failures go on to be counted.
     *
     * @return whether it is there; one that is being done is left alone
     */
    public boolean retry(String queue, String id) {
        boolean waits =
                jdbc.sql("update task set execution_time = :now" + OF + " and picked = false and execution_time > :now")
                                .param("now", now())
                                .param("queue", queue)
                                .param("id", id)
                                .update()
                        > 0;
        queues.lookAfterCommit();
        return waits || find(queue, id).isPresent();
    }

    /** What has come of a wish to give a task up. */
    public enum GivenUp {
        /** What it is about has been brought to an end. */
        ENDED,
        /** Nothing, since what it is about has ended otherwise, or goes on in another task. */
        NOTHING_TO_END,
        /** Nothing, or not all: the task is being done, or there no longer. */
        BEING_DONE
    }

    /**
     * Gives a task up: what it is about is brought to an end by an event, with the reason. Nobody does the task meanwhile;
     * should this process die in between, it is done after a minute as if nothing had been given up, and finds what was
     * ended.
     *
     * @param operator who decides it, as whom the event has it
     * @throws IllegalArgumentException if such tasks cannot be given up
     */
    public GivenUp giveUp(String queue, String id, String reason, String operator) {
        TaskQueue<?> found = queues.find(queue)
                .filter(TaskQueue::canBeGivenUp)
                .orElseThrow(() -> new IllegalArgumentException(queue + " has no tasks that can be given up"));
        String owner = GIVING_UP + UUID.randomUUID();
        Optional<String> data = take(queue, id, owner);
        if (data.isEmpty()) {
            return GivenUp.BEING_DONE;
        }
        try {
            var decision = new TaskQueue.Decision(reason, operator, () -> keep(queue, id, owner));
            if (!found.giveUp(id, data.get(), decision)) {
                giveBack(queue, id, owner);
                return GivenUp.NOTHING_TO_END;
            }
        } catch (TakenOverException e) {
            return GivenUp.BEING_DONE;
        } catch (RuntimeException | Error e) {
            giveBack(queue, id, owner);
            throw e;
        }
        jdbc.sql("delete from task" + OF + " and picked_by = :owner")
                .param("queue", queue)
                .param("id", id)
                .param("owner", owner)
                .update();
        return GivenUp.ENDED;
    }

    /** As a scheduler takes it: it is taken for dead, and done, when it is not heard of any more after a step. */
    private Optional<String> take(String queue, String id, String owner) {
        boolean taken = jdbc.sql("update task set picked = true, picked_by = :owner, last_heartbeat = :until, "
                                + "version = version + 1" + OF + " and picked = false")
                        .param("owner", owner)
                        .param("until", now().plus(STEP))
                        .param("queue", queue)
                        .param("id", id)
                        .update()
                > 0;
        return taken
                ? jdbc.sql("select task_data from task" + OF)
                        .param("queue", queue)
                        .param("id", id)
                        .query(String.class)
                        .optional()
                : Optional.empty();
    }

    private void keep(String queue, String id, String owner) {
        int kept = jdbc.sql("update task set last_heartbeat = :until" + OF + " and picked_by = :owner")
                .param("until", now().plus(STEP))
                .param("queue", queue)
                .param("id", id)
                .param("owner", owner)
                .update();
        if (kept == 0) {
            throw new TakenOverException(queue + " " + id + " has been taken over");
        }
    }

    private static final class TakenOverException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TakenOverException(String message) {
            super(message);
        }
    }

    private void giveBack(String queue, String id, String owner) {
        jdbc.sql("update task set picked = false, picked_by = null, last_heartbeat = null, version = version + 1" + OF
                        + " and picked_by = :owner")
                .param("queue", queue)
                .param("id", id)
                .param("owner", owner)
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
