package io.docket.platform.automation;

import static io.docket.platform.testing.TestDatabase.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.docket.common.api.Paging;
import io.docket.platform.automation.QueuedTasks.GivenUp;
import io.docket.platform.correlation.Correlation;
import io.docket.platform.eventstore.EventTypes;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ParameterizedClass
@EnumSource(Database.class)
class TaskQueuesIntegrationTest {

    private static final Duration SOON = Duration.ofMillis(20);

    private final TestDatabase database;
    private final TransactionTemplate transaction;
    private final TaskQueues queues;
    private final List<String> done = new CopyOnWriteArrayList<>();

    TaskQueuesIntegrationTest(Database kind) {
        database = TestDatabase.create(kind);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
        queues = newQueues();
    }

    private record Letter(String sentTo, int pages) {}

    @AfterEach
    void stop() {
        queues.stop();
        database.close();
    }

    private TaskQueues newQueues() {
        return new TaskQueues(
                database.dataSource(), Clock.systemUTC(), StoredJson.of(EventTypes.scan("io.docket.cases")));
    }

    private TaskQueue<Letter> queue(String name, int concurrency, Function<Task<Letter>, Optional<Instant>> work) {
        return queues.queue(name, Letter.class, concurrency, failures -> SOON, work);
    }

    /** Two failures, each of which is the cause of the other. */
    private static UnsupportedOperationException amongItsOwnCauses() {
        var failure = new UnsupportedOperationException();
        failure.initCause(new IllegalStateException(failure));
        return failure;
    }

    private Optional<Instant> note(Task<Letter> task) {
        done.add(task.id());
        return Optional.empty();
    }

    private void awaitDone(String... ids) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(done).containsExactly(ids));
    }

    private List<String> stored(String column) {
        return database.jdbc()
                .sql("select " + column + " from task order by task_instance")
                .query(String.class)
                .list();
    }

    @Test
    void aTaskIsDoneOnceWithItsDataOnBehalfOfItsRequest() {
        var seen = new CopyOnWriteArrayList<Object>();
        TaskQueue<Letter> letters = queue("letters", 1, task -> {
            seen.add(task);
            seen.add(MDC.get(Correlation.ID));
            return note(task);
        });
        letters.add("1", new Letter("Ada \"A\"", 3), "c-\\\"1", Instant.EPOCH);
        assertThat(stored("task_data")).containsExactly("""
                        {"correlation-id":"c-\\\\\\"1","data":{"sent-to":"Ada \\"A\\"","pages":3}}""");

        queues.start();

        awaitDone("1");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stored("task_data")).isEmpty());
        assertThat(seen).containsExactly(new Task<>("1", new Letter("Ada \"A\"", 3), "c-\\\"1"), "c-\\\"1");
    }

    @Test
    void aTaskIsDoneAgainAfterAFailureAndWhenItAsksForIt() {
        var attempts = new AtomicInteger();
        TaskQueue<Letter> letters = queue("letters", 1, task -> {
            note(task);
            switch (attempts.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("The first attempt is to fail");
                case 2 -> throw new StackOverflowError("The second attempt is to fail");
                case 3 -> {
                    return Optional.of(Instant.now().plus(SOON));
                }
                default -> {
                    return Optional.empty();
                }
            }
        });
        queues.start();

        letters.add("1", new Letter("Ada", 1), "c-1");

        awaitDone("1", "1", "1", "1");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stored("task_instance")).isEmpty());
    }

    @Test
    void whatFailsIsShownAndHastenedAndGivenUpByOperators() {
        var ended = new CopyOnWriteArrayList<String>();
        TaskQueue<Letter> letters =
                queues.queue("letters", Letter.class, 1, failures -> Duration.ofHours(failures), task -> {
                    note(task);
                    throw new IllegalStateException("It is about " + task.data().sentTo());
                });
        letters.canBeGivenUp((task, decision) -> {
            if (decision.reason().equals("fails")) {
                throw new IllegalStateException("It cannot be given up now");
            }
            if (decision.reason().equals("late")) {
                return false;
            }
            ended.add(task.data().sentTo() + " " + task.correlationId() + " " + decision.reason() + " "
                    + decision.operator());
            return true;
        });
        queue("timers", 1, this::note);
        var tasks = new QueuedTasks(queues, database.jdbc(), Clock.systemUTC());
        queues.start();
        letters.add("1", new Letter("Ada", 1), "c-1");

        awaitAttempts(tasks, 1);
        assertThat(tasks.find("letters", "1").orElseThrow().lastError())
                .isNotNull()
                .satisfies(failure -> assertThat(failure.cause())
                        .contains("IllegalStateException", "TaskQueuesIntegrationTest")
                        .doesNotContain("Ada"));
        assertThat(tasks.queues())
                .extracting(QueuedTasks.Queue::name, QueuedTasks.Queue::failing, QueuedTasks.Queue::canBeGivenUp)
                .containsExactly(tuple("letters", 1L, true), tuple("timers", 0L, false));
        assertThat(tasks.page("letters", true, new Paging(1, 20, "next-attempt", true))
                        .items())
                .hasSize(1);

        assertThat(tasks.retry("letters", "1")).isTrue();
        awaitDone("1", "1");
        awaitAttempts(tasks, 2);

        assertThatIllegalStateException().isThrownBy(() -> tasks.giveUp("letters", "1", "fails", "operator"));
        assertThat(tasks.find("letters", "1").orElseThrow().running()).isFalse();
        assertThat(tasks.giveUp("letters", "1", "late", "operator")).isEqualTo(GivenUp.NOTHING_TO_END);
        assertThat(tasks.find("letters", "1").orElseThrow().running()).isFalse();
        assertThat(tasks.giveUp("letters", "1", "of no use", "operator")).isEqualTo(GivenUp.ENDED);
        assertThat(ended).containsExactly("Ada c-1 of no use operator");
        assertThat(tasks.find("letters", "1")).isEmpty();
        assertThat(tasks.giveUp("letters", "1", "again", "operator")).isEqualTo(GivenUp.BEING_DONE);
        assertThat(tasks.retry("letters", "1")).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> tasks.giveUp("timers", "1", "", ""));
    }

    @Test
    void whatIsBeingGivenUpIsNobodyElsesUntilItHangs() {
        var ended = new CopyOnWriteArrayList<String>();
        TaskQueue<Letter> letters = queue("letters", 1, this::note);
        letters.canBeGivenUp((task, decision) -> {
            assertHeardOfAfter(Duration.ofSeconds(30));
            database.jdbc()
                    .sql("update task set last_heartbeat = execution_time")
                    .update();
            decision.nextStep().run();
            assertHeardOfAfter(Duration.ofSeconds(30));
            // It has hung, and another process has taken the task over.
            database.jdbc().sql("update task set picked_by = 'another'").update();
            decision.nextStep().run();
            ended.add(task.id());
            return true;
        });
        letters.add("1", new Letter("Ada", 1), "c-1");
        var tasks = new QueuedTasks(queues, database.jdbc(), Clock.systemUTC());

        assertThat(tasks.giveUp("letters", "1", "of no use", "operator")).isEqualTo(GivenUp.BEING_DONE);

        assertThat(ended).isEmpty();
        assertThat(stored("picked_by")).containsExactly("another");
    }

    private void assertHeardOfAfter(Duration later) {
        assertThat(database.jdbc()
                        .sql("select last_heartbeat from task")
                        .query(OffsetDateTime.class)
                        .single()
                        .toInstant())
                .isAfter(Instant.now().plus(later));
    }

    private static void awaitAttempts(QueuedTasks tasks, int attempts) {
        await().atMost(PATIENCE).until(() -> {
            QueuedTasks.Waiting task = tasks.find("letters", "1").orElseThrow();
            return task.attempts() == attempts && !task.running();
        });
    }

    @Test
    void aFailureIsLoggedWithItsTraceOnceAndThenInOneLine() {
        var log = (Logger) LoggerFactory.getLogger(TaskQueue.class);
        var appender = new ListAppender<ILoggingEvent>();
        appender.list = new CopyOnWriteArrayList<>();
        appender.start();
        log.addAppender(appender);
        try {
            TaskQueue<Letter> letters = queue("letters", 1, task -> {
                note(task);
                if (done.size() <= 4) {
                    throw done.size() <= 3 ? new IllegalStateException("No\nstamps") : amongItsOwnCauses();
                }
                return Optional.empty();
            });
            queues.start();

            letters.add("1", new Letter("Ada", 1), "c-1");

            awaitDone("1", "1", "1", "1", "1");
            assertThat(appender.list)
                    .extracting(ILoggingEvent::getFormattedMessage, line -> line.getThrowableProxy() != null)
                    .containsExactly(
                            tuple("letters 1 failed, and is to be done again, after attempt 1", true),
                            tuple(
                                    "letters 1 failed as before, and is to be done again, after attempt 2: No stamps",
                                    false),
                            tuple(
                                    "letters 1 failed as before, and is to be done again, after attempt 3: No stamps",
                                    false),
                            tuple("letters 1 failed, and is to be done again, after attempt 4", true));
        } finally {
            log.detachAppender(appender);
        }
    }

    @Test
    void aTaskIsNotedInTheTransactionOfWhoeverAddsIt() {
        TaskQueue<Letter> letters = queue("letters", 1, this::note);
        queues.start();

        transaction.executeWithoutResult(status -> {
            letters.add("rolled-back", new Letter("Ada", 1), "c-1");
            status.setRollbackOnly();
        });
        transaction.executeWithoutResult(status -> letters.add("committed", new Letter("Ada", 1), "c-1"));

        awaitDone("committed");
    }

    @Test
    void aSlowQueueWithALongBacklogHoldsUpNoOther() {
        var end = new CountDownLatch(1);
        var underWay = new AtomicInteger();
        var most = new AtomicInteger();
        TaskQueue<Letter> slow = queue("slow", 2, task -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            awaitUninterrupted(end);
            underWay.decrementAndGet();
            return Optional.empty();
        });
        TaskQueue<Letter> quick = queue("quick", 1, this::note);
        transaction.executeWithoutResult(status -> {
            for (int i = 0; i < 200; i++) {
                slow.add("slow-" + i, new Letter("Ada", i), "c-1", Instant.EPOCH);
            }
        });
        queues.start();
        await().atMost(PATIENCE).until(() -> underWay.get() == 2);

        quick.add("quick-1", new Letter("Ada", 1), "c-1");
        awaitDone("quick-1");
        quick.add("quick-2", new Letter("Ada", 2), "c-1");
        awaitDone("quick-1", "quick-2");
        assertThat(database.jdbc()
                        .sql("select count(*) from task where picked and task_name = 'slow'")
                        .query(Integer.class)
                        .single())
                .as("tasks that another process could be doing")
                .isLessThan(20);

        end.countDown();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stored("task_name")).isEmpty());
        assertThat(most).hasValue(2);
    }

    private static void awaitUninterrupted(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTaskThatWaitsIsHastened() {
        TaskQueue<Letter> letters = queue("letters", 1, this::note);
        queues.start();
        letters.add("1", new Letter("Ada", 1), "c-1", Instant.now().plus(Duration.ofDays(1)));
        letters.add("2", new Letter("Ada", 2), "c-1", Instant.now().plus(Duration.ofDays(1)));

        letters.hasten("2");
        letters.hasten("unknown");

        awaitDone("2");
        assertThat(stored("task_instance")).containsExactly("1");
    }

    @Test
    void theTaskOfADeadProcessIsTakenUpAndTasksOfUnknownQueuesAreLeftAlone() {
        queue("letters", 1, this::note).add("1", new Letter("Ada", 1), "c-1", Instant.EPOCH);
        newQueues()
                .queue("newer", Letter.class, 1, failures -> SOON, this::note)
                .add("2", new Letter("Ada", 2), "c-1", Instant.EPOCH);
        database.jdbc()
                .sql("update task set picked = true, picked_by = 'dead', last_heartbeat = execution_time")
                .update();

        queues.start();

        awaitDone("1");
        assertThat(stored("task_instance")).containsExactly("2");
    }

    @Test
    void itStartsAgainAfterAStop() {
        TaskQueue<Letter> letters = queue("letters", 1, this::note);
        queues.start();
        queues.stop();
        assertThat(queues.isRunning()).isFalse();
        letters.add("1", new Letter("Ada", 1), "c-1");

        queues.start();

        awaitDone("1");
    }

    @Test
    void aNameIsGivenOnce() {
        queue("letters", 1, this::note);
        assertThatIllegalArgumentException().isThrownBy(() -> queue("letters", 1, this::note));
        assertThatIllegalArgumentException().isThrownBy(() -> queue("it's", 1, this::note));
    }
}
