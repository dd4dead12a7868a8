package io.docket.platform.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

/** Processes that share the tasks of a queue. */
class TaskQueueIntegrationTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Within which a process looks at least twice for tasks whose processes have died. */
    private static final Duration TWO_LOOKS = Duration.ofSeconds(6);

    private final TestDatabase database = TestDatabase.create(Database.POSTGRESQL);
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    TaskQueueIntegrationTest() {
        database.jdbc().sql("""
                create table errand (
                  task_name            varchar(100)             not null,
                  task_instance        varchar(100)             not null,
                  task_data            bytea,
                  execution_time       timestamp with time zone not null,
                  picked               boolean                  not null,
                  picked_by            varchar(100),
                  last_success         timestamp with time zone,
                  last_failure         timestamp with time zone,
                  consecutive_failures integer,
                  last_heartbeat       timestamp with time zone,
                  version              bigint                   not null,
                  priority             smallint,
                  primary key (task_name, task_instance))""").update();
    }

    @AfterEach
    void close() {
        end.countDown();
        database.close();
    }

    /** The time of one process is that of the database; the clock of the other is ahead of both. */
    @Test
    void aClockThatIsAMinuteAheadStealsNoRunningTask() {
        database.putBack(MINUTE);
        TaskQueue there = queue(database.dataSource(), Clock.offset(Clock.systemUTC(), MINUTE.negated()));
        there.start();
        try (var application = TestApplication.start(database)) {
            there.add("letter", Clock.systemUTC().instant().minus(MINUTE));
            await().atMost(TestDatabase.PATIENCE).until(() -> begun.get() == 1);

            TaskQueue here = queue(application.bean(DataSource.class), application.bean(Clock.class));
            here.start();

            await().during(TWO_LOOKS).atMost(TestDatabase.PATIENCE).untilAsserted(() -> assertThat(begun)
                    .hasValue(1));
            end.countDown();
            here.stop();
        } finally {
            there.stop();
        }
    }

    private TaskQueue queue(DataSource connections, Clock clock) {
        return new TaskQueue("errand", connections, clock, 1, failures -> MINUTE, this::run);
    }

    private Optional<Instant> run(String errand) {
        begun.incrementAndGet();
        try {
            assertThat(end.await(MINUTE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
