package io.docket.platform.eventstore;

import static io.docket.platform.eventstore.AppenderNode.dense;
import static io.docket.platform.eventstore.AppenderNode.events;
import static io.docket.platform.eventstore.AppenderNode.positions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.docket.platform.errors.OutcomeUnknownException;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Database.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class EventAppenderIntegrationTest {

    @Parameter
    Database kind;

    private TestDatabase database;

    @BeforeParameterizedClassInvocation
    void create() {
        database = TestDatabase.create(kind);
        database.jdbc()
                .sql("create table test_note (text varchar(64) primary key, position bigint)")
                .update();
    }

    @AfterParameterizedClassInvocation
    void close() {
        database.close();
    }

    @AfterEach
    void positionsAreDense() {
        List<Long> positions = positions(database);
        assertThat(positions).isEqualTo(dense(positions.size()));
    }

    private static String newAggregate() {
        return UUID.randomUUID().toString();
    }

    private List<String> notes() {
        return database.jdbc()
                .sql("select text from test_note")
                .query(String.class)
                .list();
    }

    /** What a command writes beside its events. */
    private static TransactionParticipant note(String text) {
        return participant((jdbc, position) -> jdbc.sql("insert into test_note (text, position) values (?, ?)")
                .params(text, position)
                .update());
    }

    private static TransactionParticipant.RowUpdate positionOf(String text) {
        return new TransactionParticipant.RowUpdate(
                "update test_note set position = ? where text = ?",
                position -> new Object[] {position, text},
                () -> new UnsupportedOperationException("There is no " + text));
    }

    private static TransactionParticipant participant(TransactionParticipant.Writing writing) {
        return new TransactionParticipant(List::of, writing);
    }

    @Nested
    class Grouping {

        @Test
        void commandsThatWaitAtTheSameTimeShareATransaction() throws Exception {
            try (var node = new AppenderNode(database.dataSource())) {
                List<CompletableFuture<Long>> appends = new ArrayList<>();
                try (var other = new OpenTransaction(database.dataSource())) {
                    other.lock();
                    appends.add(node.append(events(newAggregate(), 0, 1)));
                    await().atMost(TestDatabase.PATIENCE).until(() -> node.transactions() == 1);
                    IntStream.range(0, 60).forEach(i -> appends.add(node.append(events(newAggregate(), 0, 1))));
                    node.awaitHandedOver(61);
                }

                assertThat(appends).allSatisfy(append -> assertThat(append).succeedsWithin(TestDatabase.PATIENCE));
                assertThat(node.transactions()).isEqualTo(2);
            }
        }

        @Test
        void forALogOfRecordThatIsNotThereNothingIsMade() {
            var participant = new TransactionParticipant(
                    () -> {
                        throw new IllegalStateException("Nobody keeps it");
                    },
                    (jdbc, position) -> {});
            try (var node = new AppenderNode(database.dataSource())) {
                assertThat(node.append(events(newAggregate(), 0, 1), participant))
                        .succeedsWithin(TestDatabase.PATIENCE);
            }
        }

        @Test
        void aCommandIsAnsweredWithThePositionOfItsLastEvent() {
            String aggregate = newAggregate();
            int before = positions(database).size();
            try (var node = new AppenderNode(database.dataSource())) {
                long position = node.append(events(aggregate, 0, 3)).join();

                assertThat(position).isEqualTo(before + 3);
                assertThat(positions(database, aggregate)).containsExactly(position - 2, position - 1, position);
            }
        }

        @Test
        void eachOfManyCommandsIsAnsweredWithItsOwnPositionAndKeepsItsEventsTogether() {
            try (var node = new AppenderNode(database.dataSource())) {
                List<String> aggregates =
                        IntStream.range(0, 150).mapToObj(i -> newAggregate()).toList();
                List<CompletableFuture<Long>> appends = aggregates.stream()
                        .map(aggregate -> node.append(events(aggregate, 0, 2)))
                        .toList();

                for (int i = 0; i < aggregates.size(); i++) {
                    long position = appends.get(i).join();
                    assertThat(positions(database, aggregates.get(i))).containsExactly(position - 1, position);
                }
            }
        }

        @Test
        void twoNodesTakeTurnsAndLeaveNoGap() {
            int before = positions(database).size();
            try (HikariDataSource otherPool = database.newPool();
                    var node = new AppenderNode(database.dataSource());
                    var otherNode = new AppenderNode(otherPool)) {
                List<CompletableFuture<Long>> appends = new ArrayList<>();
                for (int i = 0; i < 150; i++) {
                    appends.add(node.append(events(newAggregate(), 0, 2)));
                    appends.add(otherNode.append(events(newAggregate(), 0, 2)));
                }

                List<Long> answered =
                        appends.stream().map(CompletableFuture::join).toList();

                assertThat(answered).doesNotHaveDuplicates();
                assertThat(positions(database)).hasSize(before + 600);
            }
        }
    }

    @Nested
    class Conflicts {

        @Test
        void aConflictFailsItsOwnCommandAndNoOtherOfTheSameTransaction() throws Exception {
            String existing = newAggregate();
            String contested = newAggregate();
            String uninvolved = newAggregate();
            try (var node = new AppenderNode(database.dataSource())) {
                node.append(events(existing, 0, 2)).join();
                List<CompletableFuture<Long>> good = new ArrayList<>();
                List<CompletableFuture<Long>> contenders = new ArrayList<>();
                CompletableFuture<Long> creatingAgain;
                CompletableFuture<Long> outdated;
                try (var other = new OpenTransaction(database.dataSource())) {
                    other.lock();
                    good.add(node.append(events(newAggregate(), 0, 1)));
                    await().atMost(TestDatabase.PATIENCE).until(() -> node.transactions() == 2);
                    creatingAgain = node.append(events(existing, 0, 1));
                    outdated = node.append(events(existing, 1, 2));
                    contenders.add(node.append(events(contested, 0, 1)));
                    contenders.add(node.append(events(contested, 0, 1)));
                    good.add(node.append(events(uninvolved, 0, 1)));
                    node.awaitHandedOver(7);
                }

                assertThat(good).allSatisfy(append -> assertThat(append).succeedsWithin(TestDatabase.PATIENCE));
                assertThatThrownBy(creatingAgain::join)
                        .hasCauseExactlyInstanceOf(AggregateStreamCreationException.class);
                assertThatThrownBy(outdated::join).hasCauseExactlyInstanceOf(ConcurrencyException.class);
                assertThat(contenders)
                        .filteredOn(append -> append.handle((position, failure) -> failure == null)
                                .join())
                        .hasSize(1);
                assertThat(positions(database, existing)).hasSize(2);
                assertThat(positions(database, contested)).hasSize(1);
                assertThat(positions(database, uninvolved)).hasSize(1);
            }
        }

        @Test
        void aRefusalInTheTransactionFailsItsOwnCommandAndKeepsNothingOfIt() throws Exception {
            String refused = newAggregate();
            String accepted = newAggregate();
            try (var node = new AppenderNode(database.dataSource())) {
                CompletableFuture<Long> first;
                CompletableFuture<Long> refusedAppend;
                CompletableFuture<Long> acceptedAppend;
                try (var other = new OpenTransaction(database.dataSource())) {
                    other.lock();
                    first = node.append(events(newAggregate(), 0, 1));
                    await().atMost(TestDatabase.PATIENCE).until(() -> node.transactions() == 1);
                    refusedAppend = node.append(events(refused, 0, 1), participant((jdbc, position) -> {
                        note(refused).writings().get(0).write(jdbc, position);
                        throw new UnsupportedOperationException("refused");
                    }));
                    acceptedAppend = node.append(events(accepted, 0, 1), note(accepted));
                    node.awaitHandedOver(3);
                }

                assertThat(first).succeedsWithin(TestDatabase.PATIENCE);
                assertThatThrownBy(refusedAppend::join)
                        .isInstanceOf(CompletionException.class)
                        .hasCauseExactlyInstanceOf(UnsupportedOperationException.class);
                assertThat(acceptedAppend).succeedsWithin(TestDatabase.PATIENCE);
                assertThat(positions(database, refused)).isEmpty();
                assertThat(positions(database, accepted)).hasSize(1);
                assertThat(notes()).contains(accepted).doesNotContain(refused);
            }
        }

        @Test
        void aRowThatIsMissingFailsItsOwnCommandAndOthersHaveTheirs() throws Exception {
            List<String> aggregates = Stream.generate(EventAppenderIntegrationTest::newAggregate)
                    .limit(3)
                    .toList();
            try (var node = new AppenderNode(database.dataSource())) {
                for (String aggregate : aggregates.subList(0, 2)) {
                    node.append(events(newAggregate(), 0, 1), note(aggregate)).join();
                }
                List<CompletableFuture<Long>> appends = new ArrayList<>();
                try (var other = new OpenTransaction(database.dataSource())) {
                    other.lock();
                    CompletableFuture<Long> first = node.append(events(newAggregate(), 0, 1));
                    await().until(() -> node.transactions() == 3 && !first.isDone());
                    aggregates.forEach(aggregate ->
                            appends.add(node.append(events(aggregate, 0, 1), participant(positionOf(aggregate)))));
                    node.awaitHandedOver(6);
                }

                for (int i = 0; i < 2; i++) {
                    long position = appends.get(i).join();
                    assertThat(positions(database, aggregates.get(i))).containsExactly(position);
                    assertThat(notedPosition(aggregates.get(i))).isEqualTo(position);
                }
                assertThatThrownBy(appends.get(2)::join).hasCauseExactlyInstanceOf(UnsupportedOperationException.class);
                assertThat(positions(database, aggregates.get(2))).isEmpty();
            }
        }

        private long notedPosition(String text) {
            return database.jdbc()
                    .sql("select position from test_note where text = ?")
                    .param(text)
                    .query(Long.class)
                    .single();
        }

        @Test
        void aRowThatTheDatabaseRefusesIsNotTakenForAConflictOfTheAggregate() {
            String aggregate = newAggregate();
            try (var node = new AppenderNode(database.dataSource())) {
                node.append(events(newAggregate(), 0, 1), note(aggregate)).join();

                CompletableFuture<Long> append = node.append(events(aggregate, 0, 1), note(aggregate));

                assertThatThrownBy(append::join).hasCauseExactlyInstanceOf(EventStoreException.class);
                assertThat(positions(database, aggregate)).isEmpty();
            }
        }
    }

    @Nested
    class UnknownOutcomes {

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void eventsWhoseCommitFailedAreThereOnceWhetherOrNotTheyWereCommitted(boolean committed) {
            String aggregate = newAggregate();
            var connections = committed
                    ? FaultyCommit.afterCommitting(database.dataSource())
                    : FaultyCommit.insteadOfCommitting(database.dataSource());
            try (var node = new AppenderNode(connections)) {
                long position =
                        node.append(events(aggregate, 0, 2), note(aggregate)).join();

                assertThat(connections.failures()).isEqualTo(1);
                assertThat(positions(database, aggregate)).containsExactly(position - 1, position);
                assertThat(notes()).containsOnlyOnce(aggregate);
            }
        }

        @Test
        void aConnectionThatIsKilledInTheMiddleIsReplaced() {
            assumeThat(kind).isEqualTo(Database.POSTGRESQL);
            String aggregate = newAggregate();
            var attempts = new AtomicInteger();
            try (var node = new AppenderNode(database.dataSource())) {
                long position = node.append(events(aggregate, 0, 1), participant((jdbc, last) -> {
                            note(aggregate).writings().get(0).write(jdbc, last);
                            if (attempts.incrementAndGet() == 1) {
                                jdbc.sql("select pg_terminate_backend(pg_backend_pid())")
                                        .query(Boolean.class)
                                        .single();
                            }
                        }))
                        .join();

                assertThat(attempts).hasValue(2);
                assertThat(positions(database, aggregate)).containsExactly(position);
                assertThat(notes()).containsOnlyOnce(aggregate);
            }
        }

        @Test
        void aStoreThatDoesNotAnswerIsReported() {
            HikariDataSource closed = database.newPool();
            closed.close();
            try (var node = new AppenderNode(closed)) {
                CompletableFuture<Long> append = node.append(events(newAggregate(), 0, 1));

                assertThatThrownBy(append::join).hasCauseExactlyInstanceOf(EventStoreException.class);
            }
        }
    }

    @Nested
    class GivingUp {

        /** Long enough for an append to get where it is stopped. */
        private static final Duration SOON = Duration.ofMillis(1500);

        @Test
        void whatIsDrainedAndGivenUpIsNotWritten() throws Exception {
            String givenUp = newAggregate();
            String wanted = newAggregate();
            try (var node = new AppenderNode(database.dataSource())) {
                CompletableFuture<Long> wantedAppend;
                try (var other = new OpenTransaction(database.dataSource())) {
                    other.lock();
                    CompletableFuture<Long> givenUpAppend = node.append(events(givenUp, 0, 1), note(givenUp), SOON);
                    await().atMost(TestDatabase.PATIENCE).until(() -> node.transactions() == 1);
                    CompletableFuture<Long> queuedAppend = node.append(events(givenUp, 1, 1), note(givenUp), SOON);
                    wantedAppend = node.append(events(wanted, 0, 1));

                    assertThatThrownBy(givenUpAppend::join).hasCauseExactlyInstanceOf(EventStoreException.class);
                    assertThatThrownBy(queuedAppend::join).hasCauseExactlyInstanceOf(EventStoreException.class);
                }

                assertThat(wantedAppend).succeedsWithin(TestDatabase.PATIENCE);
                assertThat(positions(database, wanted)).hasSize(1);
                assertThat(positions(database, givenUp)).isEmpty();
                assertThat(notes()).doesNotContain(givenUp);
            }
        }

        @Test
        void itIsSaidWhereNobodyKnowsTheOutcomeOfACommit() {
            String committed = newAggregate();
            String later = newAggregate();
            var connections = FaultyCommit.hanging(database.dataSource());
            try (var node = new AppenderNode(connections)) {
                CompletableFuture<Long> append = node.append(events(committed, 0, 1), null, SOON);

                assertThatThrownBy(append::join).hasCauseExactlyInstanceOf(OutcomeUnknownException.class);

                connections.goOn();
                assertThat(node.append(events(later, 0, 1))).succeedsWithin(TestDatabase.PATIENCE);
                assertThat(positions(database, committed)).hasSize(1);
            }
        }

        @Test
        void whatWasLeftInDoubtAndIsNotThereIsNotWrittenLater() {
            String lost = newAggregate();
            String later = newAggregate();
            var connections = FaultyCommit.hangingInsteadOfCommitting(database.dataSource());
            try (var node = new AppenderNode(connections)) {
                CompletableFuture<Long> append = node.append(events(lost, 0, 1), null, SOON);

                assertThatThrownBy(append::join).hasCauseExactlyInstanceOf(OutcomeUnknownException.class);

                connections.goOn();
                assertThat(node.append(events(later, 0, 1))).succeedsWithin(TestDatabase.PATIENCE);
                assertThat(positions(database, lost)).isEmpty();
            }
        }
    }

    @Nested
    class Stopping {

        @Test
        void whatIsWaitingIsWrittenFirst() throws Exception {
            List<CompletableFuture<Long>> appends = new ArrayList<>();
            CompletableFuture<Void> stopped;
            try (var node = new AppenderNode(database.dataSource())) {
                try (var other = new OpenTransaction(database.dataSource())) {
                    other.lock();
                    IntStream.range(0, 10).forEach(i -> appends.add(node.append(events(newAggregate(), 0, 1))));
                    node.awaitHandedOver(10);
                    stopped = CompletableFuture.runAsync(node.appender()::stop);
                    await().atMost(TestDatabase.PATIENCE)
                            .until(() -> !node.appender().isRunning());
                    assertThat(stopped).isNotDone();
                }

                assertThat(stopped).succeedsWithin(TestDatabase.PATIENCE);
                assertThat(appends).allSatisfy(append -> assertThat(append).succeedsWithin(TestDatabase.PATIENCE));
            }
        }

        @Test
        void whatComesLaterIsRefused() {
            String aggregate = newAggregate();
            try (var node = new AppenderNode(database.dataSource())) {
                node.appender().stop();

                CompletableFuture<Long> append = node.append(events(aggregate, 0, 1));

                assertThatThrownBy(append::join)
                        .hasCauseExactlyInstanceOf(EventStoreException.class)
                        .hasMessageContaining("closed");
                assertThat(positions(database, aggregate)).isEmpty();
            }
        }

        @Test
        void itCanStartAgain() {
            try (var node = new AppenderNode(database.dataSource())) {
                node.appender().stop();
                node.appender().start();

                assertThat(node.append(events(newAggregate(), 0, 1))).succeedsWithin(TestDatabase.PATIENCE);
            }
        }
    }
}
