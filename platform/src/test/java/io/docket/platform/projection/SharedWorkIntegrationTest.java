package io.docket.platform.projection;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.docket.platform.database.DatabaseTime;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import io.docket.platform.testing.Wire;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Processes that share the work of a projection, and what keeps one of them from its share. */
class SharedWorkIntegrationTest {

    /** Within which a process works again after a fault. */
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    /** The common pool has a single thread on a machine with two processors. */
    private static final Executor A_THREAD_EACH = task -> new Thread(task).start();

    private static final String PROJECTION = "sightings";

    private final TestDatabase database = TestDatabase.create(Database.POSTGRESQL);

    SharedWorkIntegrationTest() {
        database.jdbc()
                .sql("create table sighting (id varchar(36) primary key)")
                .update();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static String publish(TestApplication application) {
        String id = UUID.randomUUID().toString();
        application.publish("Tally", id, 0, new TallyChanged(1));
        return id;
    }

    private void awaitSighting(String id) {
        await("the sighting of " + id).atMost(RECOVERY).until(() -> database.jdbc()
                .sql("select id from sighting where id = ?")
                .param(id)
                .query(String.class)
                .optional()
                .isPresent());
    }

    @Test
    void connectionsThatGoSilentStopNoProcessForLong() throws Exception {
        try (Wire wire = database.newWire();
                var here = TestApplication.start(database.properties(wire), Sightings.class)) {
            try (var other = TestApplication.start(database, Sightings.class)) {
                awaitSighting(publish(here));
                awaitSighting(publish(other));
                silenceWhileTheAppenderWaits(here, wire);

                CompletableFuture<String> writtenHere = publishedAtLast(here);
                CompletableFuture<String> writtenThere = publishedAtLast(other);
                awaitSighting(writtenThere.get(RECOVERY.toSeconds(), TimeUnit.SECONDS));
                awaitSighting(writtenHere.get(RECOVERY.toSeconds(), TimeUnit.SECONDS));
            }
            awaitSighting(publishedAtLast(here).get(RECOVERY.toSeconds(), TimeUnit.SECONDS));
        }
    }

    /** The answer to the appender's statement never arrives, nor does that to whatever else is under way. */
    private void silenceWhileTheAppenderWaits(TestApplication application, Wire wire) throws SQLException {
        try (Connection locked = database.dataSource().getConnection()) {
            locked.setAutoCommit(false);
            locked.createStatement().execute("select id from event_log_lock where id = 1 for update");
            CompletableFuture<@Nullable String> underWay =
                    CompletableFuture.supplyAsync(() -> publishedOrNot(application), A_THREAD_EACH);
            await().atMost(RECOVERY)
                    .until(() -> database.jdbc()
                                    .sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock' "
                                            + "and datname = current_database()")
                                    .query(Integer.class)
                                    .single()
                            == 1);
            wire.silence();
            locked.rollback();
            locked.setAutoCommit(true);
            assertThat(underWay).isNotDone();
        }
    }

    /** What a stopped process leaves behind: a transaction that holds the lock, and from which nothing more comes. */
    @Test
    void aProcessThatFreezesWithTheLockOfTheLogHoldsUpOthersForSecondsOnly() throws Exception {
        try (var here = TestApplication.start(database, Sightings.class)) {
            Connection frozen = here.bean(DataSource.class).getConnection();
            frozen.setAutoCommit(false);
            frozen.createStatement().execute("select id from event_log_lock where id = 1 for update");

            awaitSighting(publish(here));
            frozen.abort(Runnable::run);
        }
    }

    @Tag("long")
    @Test
    void aProcessThatLosesTheDatabaseWithAProjectionWorksOnItAgainSoonAfter() {
        try (Wire wire = database.newWire();
                var here = TestApplication.start(database.properties(wire), Sightings.class)) {
            awaitSighting(publish(here));
            wire.cut();
            await().atMost(RECOVERY).until(() -> publishedOrNot(here) == null);
            wire.mend();

            awaitSighting(publishedAtLast(here).join());
        }
    }

    /** Sends it again and again, as a client does, each time as another event. */
    private static CompletableFuture<String> publishedAtLast(TestApplication application) {
        return CompletableFuture.supplyAsync(
                () -> requireNonNull(await().atMost(RECOVERY)
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> publishedOrNot(application), Objects::nonNull)),
                A_THREAD_EACH);
    }

    private static @Nullable String publishedOrNot(TestApplication application) {
        try {
            return publish(application);
        } catch (RuntimeException e) {
            return null;
        }
    }

    @Test
    void whatOneProcessHasClaimedAnotherOneOfTheSameNameDoesNotGet() {
        try (var here = TestApplication.start(database, Sightings.class);
                var other = TestApplication.start(database, Sightings.class)) {
            await().atMost(RECOVERY).until(() -> owns(here) || owns(other));
            TestApplication idle = owns(here) ? other : here;

            assertThatThrownBy(() -> idle.bean(TokenStore.class).fetchToken(PROJECTION, 0))
                    .isInstanceOf(UnableToClaimTokenException.class);
        }
    }

    private static boolean owns(TestApplication application) {
        try {
            application.bean(TokenStore.class).extendClaim(PROJECTION, 0);
            return true;
        } catch (UnableToClaimTokenException e) {
            return false;
        }
    }

    /** The process's clock is ahead of the database's, and of that of the process that holds the claim. */
    @Test
    void aClockThatDiffersStealsNoClaim() {
        database.putBack(Duration.ofSeconds(50));
        // Ahead of the database, so that the claim still counts there when this process has taken long to start.
        Instant claimed = Instant.now().minusSeconds(25);
        database.jdbc()
                .sql(
                        "insert into projection_position (processor_name, segment, time_stamp, owner) values (?, 0, ?, 'another')")
                .params(PROJECTION, claimed.toString())
                .update();
        try (var here = TestApplication.start(database, Sightings.class)) {
            assertThat(here.bean(Clock.class).instant())
                    .isCloseTo(Instant.now().minusSeconds(50), within(20, ChronoUnit.SECONDS));
            assertThat(here.bean(DatabaseTime.class).clock().instant())
                    .isBefore(Instant.now().minusSeconds(40));

            assertThat(here.bean(TokenStore.class).fetchAvailableSegments(PROJECTION))
                    .isEmpty();
            assertThatThrownBy(() -> here.bean(TokenStore.class).fetchToken(PROJECTION, 0))
                    .isInstanceOf(UnableToClaimTokenException.class);
        }
    }

    @Test
    void anErrorEndsNeitherTheReaderOfTheLogNorAProjection() {
        try (var here = TestApplication.start(database, Sightings.class, ErrorsOnTheWay.class)) {
            awaitSighting(publish(here));
            here.bean(ErrorsOnTheWay.class).readingFails.set(3);
            awaitSighting(publish(here));
            here.bean(Sightings.class).handlingFails.set(2);
            awaitSighting(publish(here));
        }
    }

    @Tag("long")
    @Test
    void aProjectionThatHasStoppedIsStartedAgain() {
        try (var here = TestApplication.start(database, Sightings.class)) {
            awaitSighting(publish(here));
            here.bean(EventProcessingConfiguration.class)
                    .eventProcessor(PROJECTION)
                    .orElseThrow()
                    .shutDown();

            awaitSighting(publish(here));
        }
    }

    /** Which events have been seen. */
    @ProcessingGroup(PROJECTION)
    static class Sightings {

        final AtomicInteger handlingFails = new AtomicInteger();

        private final JdbcClient jdbc;

        Sightings(JdbcClient jdbc) {
            this.jdbc = jdbc;
        }

        @EventHandler
        void on(TallyChanged event, DomainEventMessage<TallyChanged> message) {
            if (handlingFails.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new StackOverflowError("for the test");
            }
            jdbc.sql("insert into sighting (id) values (?)")
                    .param(message.getAggregateIdentifier())
                    .update();
        }
    }

    /** Fails the reading of events. */
    static class ErrorsOnTheWay implements EventUpcaster {

        final AtomicInteger readingFails = new AtomicInteger();

        @Override
        public Stream<IntermediateEventRepresentation> upcast(Stream<IntermediateEventRepresentation> events) {
            return events.peek(event -> {
                if (readingFails.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw new StackOverflowError("for the test");
                }
            });
        }
    }
}
