package io.docket.platform.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.eventstore.EventTypes;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two processes with different clocks share the tasks of a queue. */
class TaskClocksIntegrationTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Within which a process looks at least twice for tasks whose processes have died. */
    private static final Duration TWO_LOOKS = Duration.ofSeconds(6);

    private final TestDatabase database = TestDatabase.create(Database.POSTGRESQL);
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    private record Errand() {}

    @AfterEach
    void close() {
        end.countDown();
        database.close();
    }

    /** The time of one process is that of the database; the clock of the other is ahead of both. */
    @Test
    void aClockThatIsAMinuteAheadStealsNoRunningTask() {
        database.putBack(MINUTE);
        TaskQueues there = queues(database.dataSource(), Clock.offset(Clock.systemUTC(), MINUTE.negated()));
        TaskQueue<Errand> errands = queue(there);
        there.start();
        try (var application = TestApplication.start(database)) {
            errands.add(
                    "letter", new Errand(), "test", Clock.systemUTC().instant().minus(MINUTE));
            await().atMost(TestDatabase.PATIENCE).until(() -> begun.get() == 1);

            TaskQueues here = queues(application.bean(DataSource.class), application.bean(Clock.class));
            queue(here);
            here.start();

            await().during(TWO_LOOKS).atMost(TestDatabase.PATIENCE).untilAsserted(() -> assertThat(begun)
                    .hasValue(1));
            end.countDown();
            here.stop();
        } finally {
            there.stop();
        }
    }

    private static TaskQueues queues(DataSource connections, Clock clock) {
        return new TaskQueues(connections, clock, StoredJson.of(EventTypes.scan("io.docket.cases")));
    }

    private TaskQueue<Errand> queue(TaskQueues queues) {
        return queues.queue("errand", Errand.class, 1, failures -> MINUTE, this::run);
    }

    private Optional<Instant> run(Task<Errand> errand) {
        begun.incrementAndGet();
        try {
            assertThat(end.await(MINUTE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
