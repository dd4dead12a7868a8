package io.docket.platform.automation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.docket.platform.correlation.Correlation;
import io.docket.platform.partner.PartnerUnavailableException;
import io.docket.platform.tracing.Traces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Tasks of one kind, which are done once each, sooner or later, whichever process lives to do them. A task whose process
 * dies is taken up by another, or by the same after its restart, so that it may be begun twice: what it does must be
 * harmless to repeat. Every queue has threads of its own.
 *
 * @param <T> what a task is about: a record, kept as JSON. A field that is added later is missing in tasks that were noted
 *     before
 */
public final class TaskQueue<T> {

    private static final Logger LOG = LoggerFactory.getLogger(TaskQueue.class);

    private static final Pattern NAME = Pattern.compile("[a-z_]{1,100}");

    private static final Pattern LINE_BREAKS = Pattern.compile("\\v+");

    /** A failure can be among its own causes. */
    private static final int MAX_CAUSES = 100;

    private final TaskQueues queues;
    private final String name;
    private final Class<T> type;
    private final Function<Task<T>, Optional<Instant>> work;
    private final Semaphore places;
    private final Clock clock;
    private final ObjectMapper json;
    private final Traces traces;
    private final CustomTask<String> task;

    private volatile @Nullable GiveUp<T> giveUp;

    /** The failures that were logged with their stack traces; again, each is one line. */
    private final Set<String> traced = ConcurrentHashMap.newKeySet();

    /** Brings to an end, by an event, what a task is about that is not to be done any more. */
    @FunctionalInterface
    public interface GiveUp<T> {

        /**
         * Ends it. May come twice.
         *
         * @return whether there was anything to end; if not, the task is done as if nobody had asked
         */
        boolean end(Task<T> task, Decision decision);
    }

    /**
     * That a task is not to be done any more.
     *
     * @param reason for the event
     * @param operator who decides it
     * @param nextStep to be run before each command: gives it the time for that, and for a call to a partner. Its exception,
     *     if somebody else does the task by now, is to be let through
     */
    public record Decision(String reason, String operator, Runnable nextStep) {}

    TaskQueue(
            TaskQueues queues,
            String name,
            Class<T> type,
            int concurrency,
            IntFunction<Duration> backoff,
            Function<Task<T>, Optional<Instant>> work,
            Clock clock,
            ObjectMapper json,
            Traces traces) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("The name of a queue is in snake case");
        }
        this.queues = queues;
        this.name = name;
        this.type = type;
        this.work = work;
        this.clock = clock;
        this.json = json;
        this.traces = traces;
        places = new Semaphore(concurrency);
        task = Tasks.custom(name, String.class)
                .onFailure((complete, operations) ->
                        operations.reschedule(complete, clock.instant().plus(backoff.apply(failures(complete)))))
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    int attempt = context.getExecution().consecutiveFailures + 1;
                    Optional<Instant> again = inPlace(instance.getId(), instance.getData(), attempt);
                    CompletionHandler<String> next = (complete, operations) ->
                            again.ifPresentOrElse(time -> operations.reschedule(complete, time), operations::remove);
                    return next;
                });
    }

    private static int failures(ExecutionComplete complete) {
        return complete.getExecution().consecutiveFailures + 1;
    }

    private Optional<Instant> inPlace(String id, String stored, int attempt) {
        places.acquireUninterruptibly();
        try {
            return logged(id, stored, attempt);
        } finally {
            places.release();
            queues.look();
        }
    }

    private Optional<Instant> logged(String id, String stored, int attempt) {
        try {
            var noted = json.readValue(stored, Noted.class);
            MDC.put(Correlation.ID, noted.correlationId);
            var due = new Task<>(id, json.treeToValue(noted.data, type), noted.correlationId);
            return traces.continued(noted.traceparent, "task " + name, Map.of(), () -> work.apply(due));
        } catch (PartnerUnavailableException | TaskNotDoneException e) {
            queues.failed(name, id, inOneLine(e));
            LOG.warn("{} {} has to be done again, after attempt {}: {}", name, id, attempt, inOneLine(e));
            throw e;
        } catch (RuntimeException | Error e) {
            queues.failed(name, id, place(e));
            if (traced.add(place(e))) {
                LOG.error("{} {} failed, and is to be done again, after attempt {}", name, id, attempt, e);
            } else {
                LOG.error(
                        "{} {} failed as before, and is to be done again, after attempt {}: {}",
                        name,
                        id,
                        attempt,
                        inOneLine(e));
            }
            throw e;
        } finally {
            MDC.remove(Correlation.ID);
        }
    }

    /** Where in the code it came from, by its first cause. */
    private static String place(Throwable failure) {
        Throwable first = failure;
        for (int followed = 0; first.getCause() != null && followed < MAX_CAUSES; followed++) {
            first = first.getCause();
        }
        StackTraceElement[] trace = first.getStackTrace();
        return failure.getClass() + " " + first.getClass() + (trace.length == 0 ? "" : " " + trace[0]);
    }

    private static String inOneLine(Throwable failure) {
        return LINE_BREAKS.matcher(String.valueOf(failure.getMessage())).replaceAll(" ");
    }

    /**
     * Adds a task, in the transaction of the calling thread if it has one. One that is there already stays as it is. What
     * is due is begun as soon as the transaction is committed.
     *
     * @param correlationId of the request at its origin
     */
    public void add(String id, T data, String correlationId, Instant time) {
        String stored = json.writeValueAsString(new Noted(correlationId, json.valueToTree(data), traces.current()));
        queues.add(task.instance(id, stored), time);
    }

    /** Adds a task that is due now. */
    public void add(String id, T data, String correlationId) {
        add(id, data, correlationId, clock.instant());
    }

    /** Has a task done now that was waiting for a later time; changes nothing if it is not there, or being done. */
    public void hasten(String id) {
        queues.hasten(name, id);
    }

    /** Lets operators give tasks up. To be said before the queues start. */
    public void canBeGivenUp(GiveUp<T> end) {
        giveUp = end;
    }

    boolean canBeGivenUp() {
        return giveUp != null;
    }

    /** Ends what a task is about, of which these are the data, and says whether there was anything to end. */
    boolean giveUp(String id, String stored, Decision decision) {
        var noted = json.readValue(stored, Noted.class);
        return Objects.requireNonNull(giveUp)
                .end(new Task<>(id, json.treeToValue(noted.data, type), noted.correlationId), decision);
    }

    String name() {
        return name;
    }

    CustomTask<String> task() {
        return task;
    }

    /** How many more tasks it can do at the same time. */
    int freePlaces() {
        return places.availablePermits();
    }

    /**
     * A task as it is stored.
     *
     * @param traceparent what was being traced when it was noted
     */
    private record Noted(
            String correlationId,
            JsonNode data,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String traceparent) {}
}
