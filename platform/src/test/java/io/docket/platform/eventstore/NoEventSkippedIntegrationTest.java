package io.docket.platform.eventstore;

import static io.docket.platform.eventstore.AppenderNode.dense;
import static io.docket.platform.eventstore.AppenderNode.events;
import static io.docket.platform.eventstore.AppenderNode.positions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A transaction that appends stays open for long, while others commit behind it, and a reader starts before it commits.
 * The framework's own engine then loses its event for good; ours cannot.
 */
class NoEventSkippedIntegrationTest {

    private final TestDatabase database = TestDatabase.create(Database.POSTGRESQL);

    @AfterEach
    void close() {
        database.close();
    }

    /** Shows that the others' tests would see an event skipped. */
    @Nested
    class TheFrameworksOwnEngine {

        /**
         * Longer ago than the engine's gapTimeout of 60 s: the neighbours' time stamps are set back, so that nobody has
         * to wait. All else is the engine's default.
         */
        private final Instant longAgo = Instant.now().minus(Duration.ofSeconds(61));

        private final Serializer json = StoredJson.of(new EventTypes(List.of()));
        private final TransactionTemplate transaction =
                new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
        private final JdbcEventStorageEngine engine = JdbcEventStorageEngine.builder()
                .eventSerializer(json)
                .snapshotSerializer(json)
                .connectionProvider(new SpringDataSourceConnectionProvider(database.dataSource()))
                .transactionManager(NoTransactionManager.instance())
                .build();

        @BeforeEach
        void createTables() {
            engine.createSchema(PostgresEventTableFactory.INSTANCE);
        }

        @Test
        void losesAnEventForGoodWhoseTransactionStayedOpen() throws InterruptedException {
            engine.appendEvents(event("first"));
            var appended = new CountDownLatch(1);
            var mayCommit = new CompletableFuture<Void>();
            CompletableFuture<Void> late = CompletableFuture.runAsync(() -> transaction.executeWithoutResult(status -> {
                engine.appendEvents(event("late"));
                appended.countDown();
                mayCommit.join();
            }));
            appended.await();
            engine.appendEvents(event("behind"));
            var reader = new Reader(engine);

            reader.readOn();
            mayCommit.complete(null);
            late.join();
            engine.appendEvents(event("last"));
            reader.readOn();

            assertThat(reader.aggregates()).containsExactly("first", "behind", "last");
            assertThat(engine.readEvents("late").asStream()).hasSize(1);
        }

        private DomainEventMessage<?> event(String aggregate) {
            var message = new GenericDomainEventMessage<>("Test", aggregate, 0, "happened");
            return new GenericDomainEventMessage<>(
                    "Test", aggregate, 0, "happened", MetaData.emptyInstance(), message.getIdentifier(), longAgo);
        }
    }

    @Nested
    class OurEngine {

        private final AppenderNode node = new AppenderNode(database.dataSource());
        private final Reader reader = new Reader(AppenderNode.engine(database, node.appender()));

        @AfterEach
        void close() {
            node.close();
        }

        @Test
        void showsNothingBehindATransactionThatStaysOpen() throws Exception {
            node.append(events("first", 0, 2)).join();
            List<CompletableFuture<Long>> behind = new ArrayList<>();
            try (var late = new OpenTransaction(database.dataSource())) {
                late.lock();
                late.insertNext(events("late", 0, 1).get(0));
                IntStream.range(0, 20).forEach(i -> behind.add(node.append(events("behind-" + i, 0, 1))));
                awaitAnAppenderThatIsHeldUp();

                reader.readOn();
                assertThat(reader.positions()).isEqualTo(dense(2));
                assertThat(behind).noneMatch(CompletableFuture::isDone);

                late.commit();
            }
            behind.forEach(CompletableFuture::join);
            reader.readOn();

            assertThat(reader.positions()).isEqualTo(dense(23));
            assertThat(positions(database, "late")).containsExactly(3L);
        }

        @Test
        void skipsNothingEvenIfAWriterGoesWithoutTheLock() throws Exception {
            node.append(events("first", 0, 2)).join();
            List<CompletableFuture<Long>> behind = new ArrayList<>();
            try (var rogue = new OpenTransaction(database.dataSource())) {
                rogue.insertNext(events("rogue", 0, 1).get(0));
                IntStream.range(0, 20).forEach(i -> behind.add(node.append(events("behind-" + i, 0, 1))));
                awaitAnAppenderThatIsHeldUp();

                reader.readOn();
                assertThat(reader.positions()).isEqualTo(dense(2));

                rogue.commit();
            }
            behind.forEach(CompletableFuture::join);
            reader.readOn();

            assertThat(reader.positions()).isEqualTo(dense(23));
            assertThat(positions(database, "rogue")).containsExactly(3L);
        }

        @Test
        void leavesNoGapWhereATransactionRolledBack() throws Exception {
            node.append(events("first", 0, 2)).join();
            CompletableFuture<Long> behind;
            try (var abandoned = new OpenTransaction(database.dataSource())) {
                abandoned.lock();
                abandoned.insertNext(events("abandoned", 0, 1).get(0));
                behind = node.append(events("behind", 0, 1));
                awaitAnAppenderThatIsHeldUp();
                reader.readOn();
            }
            behind.join();
            reader.readOn();

            assertThat(reader.positions()).isEqualTo(dense(3));
            assertThat(positions(database, "behind")).containsExactly(3L);
        }

        @Test
        void showsAReaderThatNeverRestsAllEventsOfTwoNodesInOrder() {
            try (var pool = database.newPool();
                    var otherNode = new AppenderNode(pool)) {
                List<CompletableFuture<Long>> appends = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    appends.add((i % 2 == 0 ? node : otherNode).append(events("aggregate-" + i, 0, 1)));
                }
                await().atMost(TestDatabase.PATIENCE)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> {
                            reader.readOn();
                            return appends.stream().allMatch(CompletableFuture::isDone);
                        });
                reader.readOn();

                assertThat(reader.positions()).isEqualTo(dense(200));
            }
        }

        private void awaitAnAppenderThatIsHeldUp() {
            await().atMost(TestDatabase.PATIENCE)
                    .until(() -> database.jdbc().sql("""
                                    select count(*) from pg_stat_activity
                                    where datname = current_database() and wait_event_type = 'Lock'""").query(Integer.class).single() > 0);
        }
    }

    /** Reads from where it stopped, as a projection does. */
    private static final class Reader {

        private final EventStorageEngine engine;
        private final List<TrackedEventMessage<?>> seen = new ArrayList<>();

        private @Nullable TrackingToken token;

        Reader(EventStorageEngine engine) {
            this.engine = engine;
        }

        void readOn() {
            try (Stream<? extends TrackedEventMessage<?>> events = engine.readEvents(token, false)) {
                events.forEach(event -> {
                    seen.add(event);
                    token = event.trackingToken();
                });
            }
        }

        List<Long> positions() {
            return seen.stream()
                    .map(event -> event.trackingToken().position().orElseThrow())
                    .toList();
        }

        List<String> aggregates() {
            return seen.stream()
                    .map(event -> ((DomainEventMessage<?>) event).getAggregateIdentifier())
                    .toList();
        }
    }
}
