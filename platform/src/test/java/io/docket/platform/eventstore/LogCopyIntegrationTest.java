package io.docket.platform.eventstore;

import static io.docket.platform.eventstore.AppenderNode.dense;
import static io.docket.platform.eventstore.AppenderNode.events;
import static io.docket.platform.eventstore.AppenderNode.positions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.docket.common.api.PersonKind;
import io.docket.platform.eventstore.FaultyRecord.Fault;
import io.docket.platform.privacy.HeldData;
import io.docket.platform.privacy.Person;
import io.docket.platform.privacy.PersonalJson.Concerned;
import io.docket.platform.privacy.TestPersons;
import io.docket.platform.recordedlog.Batch;
import io.docket.platform.recordedlog.BatchMark;
import io.docket.platform.recordedlog.Effect;
import io.docket.platform.recordedlog.EffectWriter;
import io.docket.platform.recordedlog.LogOfRecord;
import io.docket.platform.recordedlog.NumberTakenException;
import io.docket.platform.recordedlog.RecordedEvent;
import io.docket.platform.recordedlog.axonserver.TestAxonServer;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.RunningAxonServer;
import io.docket.platform.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What becomes of events, of what is written with them, and of their order, whatever happens between the two logs. */
@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init")
class LogCopyIntegrationTest {

    private static final Duration SOON = Duration.ofMillis(500);

    /** Long enough for an append to get where it is stopped. */
    private static final Duration LATER = Duration.ofSeconds(2);

    enum Logs {
        MEMORY_AND_H2(Database.H2),
        MEMORY_AND_POSTGRESQL(Database.POSTGRESQL),
        AXON_SERVER_AND_POSTGRESQL(Database.POSTGRESQL);

        private final Database database;

        Logs(Database database) {
            this.database = database;
        }

        LogOfRecord newLog() {
            return this == AXON_SERVER_AND_POSTGRESQL
                    ? TestAxonServer.open(RunningAxonServer.newLog())
                    : new MemoryRecord();
        }
    }

    @Parameter
    Logs kind;

    private TestDatabase database;
    private LogOfRecord log;
    private boolean isSkipped;

    @BeforeEach
    void create() {
        isSkipped = true;
        log = kind.newLog();
        database = newDatabase();
        isSkipped = false;
    }

    private TestDatabase newDatabase() {
        TestDatabase created = TestDatabase.create(kind.database);
        created.jdbc()
                .sql("create table test_note (text varchar(64) primary key, position bigint)")
                .update();
        return created;
    }

    @AfterEach
    void bothHaveTheSame() {
        if (isSkipped) {
            return;
        }
        assertThat(rows(database)).isEqualTo(recorded());
        List<Long> positions = positions(database);
        assertThat(positions).isEqualTo(dense(positions.size()));
        database.close();
    }

    private static String newAggregate() {
        return UUID.randomUUID().toString();
    }

    private AppenderNode node() {
        return new AppenderNode(database.dataSource(), log, new Notes());
    }

    private AppenderNode node(LogOfRecord way) {
        return new AppenderNode(database.dataSource(), way, new Notes());
    }

    /** What a command writes beside its events. */
    private static TransactionParticipant note(String text) {
        return new TransactionParticipant(
                () -> List.of(new Effect("note", text)), (jdbc, position) -> insert(jdbc, text, position));
    }

    private static void insert(JdbcClient jdbc, String text, long position) {
        jdbc.sql("insert into test_note (text, position) values (?, ?)")
                .params(text, position)
                .update();
    }

    private static final class Notes implements EffectWriter {

        @Override
        public String effect() {
            return "note";
        }

        @Override
        public void write(JdbcClient jdbc, long position, String data) {
            insert(jdbc, data, position);
        }
    }

    private List<Long> noted(String text) {
        return database.jdbc()
                .sql("select position from test_note where text = ?")
                .param(text)
                .query(Long.class)
                .list();
    }

    private static List<String> rows(TestDatabase database) {
        return database.jdbc()
                .sql("select global_index, event_identifier, aggregate_identifier, sequence_number from domain_event "
                        + "order by global_index")
                .query((row, number) ->
                        row.getLong(1) + " " + row.getString(2) + " " + row.getString(3) + " " + row.getLong(4))
                .list();
    }

    /** The same, of the log of record. */
    private List<String> recorded() {
        List<String> found = new ArrayList<>();
        long count = log.batches();
        long number = 0;
        while (number < count) {
            for (Batch batch : log.read(number, 0)) {
                for (RecordedEvent event : batch.events()) {
                    found.add(found.size() + 1 + " " + event.eventIdentifier() + " " + event.aggregateIdentifier() + " "
                            + event.sequenceNumber());
                }
                assertThat(batch.mark().lastPosition()).isEqualTo(found.size());
                number++;
            }
        }
        return found;
    }

    @Test
    void whatManyCommandsAppendIsInBothInTheSameOrder() {
        try (var node = node();
                HikariDataSource otherPool = database.newPool();
                var otherNode = new AppenderNode(otherPool, log, new Notes())) {
            List<CompletableFuture<Long>> appends = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                appends.add(node.append(events(newAggregate(), 0, 2)));
                appends.add(otherNode.append(events(newAggregate(), 0, 2)));
            }

            assertThat(appends.stream().map(CompletableFuture::join)).doesNotHaveDuplicates();
            assertThat(positions(database)).hasSize(400);
        }
    }

    @Test
    void aConflictFailsItsOwnCommandAlone() {
        String existing = newAggregate();
        try (var node = node()) {
            node.append(events(existing, 0, 2)).join();

            assertThatThrownBy(node.append(events(existing, 0, 1))::join)
                    .hasCauseExactlyInstanceOf(AggregateStreamCreationException.class);
            assertThatThrownBy(node.append(events(existing, 1, 1))::join)
                    .hasCauseExactlyInstanceOf(ConcurrencyException.class);
            assertThat(node.append(events(existing, 2, 1))).succeedsWithin(TestDatabase.PATIENCE);
        }
    }

    @Test
    void anAppendWhoseAnswerIsLostIsThereOnce() {
        theAppendIsThereOnceAfter(Fault.ANSWER_LOST);
    }

    @Test
    void anAppendThatIsLostIsThereOnce() {
        theAppendIsThereOnceAfter(Fault.BATCH_LOST);
    }

    private void theAppendIsThereOnceAfter(Fault fault) {
        String aggregate = newAggregate();
        var way = new FaultyRecord(log);
        try (var node = node(way)) {
            node.append(events(newAggregate(), 0, 1)).join();
            way.next(fault);

            long position =
                    node.append(events(aggregate, 0, 2), note(aggregate)).join();

            assertThat(positions(database, aggregate)).containsExactly(position - 1, position);
            assertThat(noted(aggregate)).containsExactly(position);
        }
    }

    @Test
    void anAppendThatArrivesAfterItWasSentAgainIsRefused() {
        String aggregate = newAggregate();
        var way = new FaultyRecord(log);
        try (var node = node(way)) {
            way.next(Fault.BATCH_LATE);

            long position =
                    node.append(events(aggregate, 0, 1), note(aggregate)).join();

            assertThat(way.isOnItsWay()).isTrue();
            assertThat(way.arrives()).isFalse();
            assertThat(positions(database, aggregate)).containsExactly(position);
        }
    }

    @Test
    void anAppendThatArrivesBeforeAnotherProcessAppendsIsInTheDatabaseByThenWithAllThatBelongsToIt() {
        String late = newAggregate();
        var way = new FaultyRecord(log);
        try (var node = node(way);
                HikariDataSource otherPool = database.newPool();
                var otherNode = new AppenderNode(otherPool, log, new Notes())) {
            otherNode.append(events(newAggregate(), 0, 1)).join();
            way.next(Fault.BATCH_LATE_AND_AWAY);
            CompletableFuture<Long> lateAppend = node.append(events(late, 0, 1), note(late), LATER);
            await().atMost(TestDatabase.PATIENCE).until(way::isOnItsWay);
            assertThat(way.arrives()).isTrue();

            long next = otherNode.append(events(newAggregate(), 0, 1)).join();

            assertThat(noted(late)).containsExactly(next - 1);
            assertThat(positions(database, late)).containsExactly(next - 1);
            assertThat(lateAppend).failsWithin(TestDatabase.PATIENCE);
            way.next(null);
        }
    }

    @Test
    void whatAProcessLeftBehindThatDiedBeforeItsCommitIsCopiedWithoutAnotherAppend() {
        String orphan = newAggregate();
        var connections = FaultyCommit.hangingInsteadOfCommitting(database.dataSource());
        connections.setArmed(false);
        var way = new FaultyRecord(log);
        try (var dying = new AppenderNode(connections, way, new Notes());
                HikariDataSource otherPool = database.newPool();
                var otherNode = new AppenderNode(otherPool, log, new Notes())) {
            dying.append(events(newAggregate(), 0, 1)).join();
            connections.setArmed(true);
            CompletableFuture<Long> append = dying.append(events(orphan, 0, 2), note(orphan), LATER);
            await().atMost(TestDatabase.PATIENCE).until(() -> connections.failures() == 1);
            assertThat(log.batches()).isEqualTo(2);
            way.next(Fault.AWAY);
            connections.goOn();
            assertThat(otherNode.appender().isRunning()).isTrue();

            await().atMost(TestDatabase.PATIENCE)
                    .untilAsserted(() -> assertThat(positions(database, orphan)).containsExactly(2L, 3L));
            assertThat(append).failsWithin(TestDatabase.PATIENCE);
            way.next(null);
        }
        assertThat(noted(orphan)).containsExactly(3L);
    }

    @Test
    void afterSettlingNothingThatWasSentBeforeIsTaken() {
        String late = newAggregate();
        var way = new FaultyRecord(log);
        try (var node = node(way);
                var otherNode = node()) {
            way.next(Fault.BATCH_LATE_AND_AWAY);
            CompletableFuture<Long> append = node.append(events(late, 0, 1), null, LATER);
            await().atMost(TestDatabase.PATIENCE).until(way::isOnItsWay);

            otherNode.appender().settle();

            assertThat(way.arrives()).isFalse();
            assertThat(append).failsWithin(TestDatabase.PATIENCE);
            way.next(null);
        }
        assertThat(positions(database, late)).isEmpty();
    }

    @Test
    void aProcessThatFindsOthersAppendingAllTheTimeAppendsToo() {
        try (HikariDataSource otherPool = database.newPool();
                var otherNode = new AppenderNode(otherPool, log, new Notes());
                var node = node(new Overtaken(
                        log,
                        () -> otherNode.append(events(newAggregate(), 0, 1)).join()))) {
            assertThat(node.append(events(newAggregate(), 0, 1))).succeedsWithin(TestDatabase.PATIENCE);
        }
    }

    /** A way to a log of record that has grown whenever somebody has asked how much it has. */
    private record Overtaken(LogOfRecord target, Runnable overtaking) implements LogOfRecord {

        @Override
        public long batches() {
            long count = target.batches();
            overtaking.run();
            return count;
        }

        @Override
        public BatchMark mark(long number) {
            return target.mark(number);
        }

        @Override
        public void append(Batch batch) {
            target.append(batch);
        }

        @Override
        public List<Batch> read(long from, long token) {
            return target.read(from, token);
        }
    }

    @Test
    void nobodyWaitsForAnAppendOfAnotherThatStaysInDoubt() {
        var way = new FaultyRecord(log);
        try (var node = node(way)) {
            node.append(events(newAggregate(), 0, 1)).join();
            way.next(Fault.BATCH_LATE_AND_AWAY);
            CompletableFuture<Long> inDoubt = node.append(events(newAggregate(), 0, 1));
            await().atMost(TestDatabase.PATIENCE).until(way::isOnItsWay);

            CompletableFuture<Long> other = node.append(events(newAggregate(), 0, 1), null, Duration.ofMinutes(5));

            assertThat(other)
                    .failsWithin(TestDatabase.PATIENCE)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseExactlyInstanceOf(EventStoreException.class);
            assertThat(inDoubt).isNotDone();
            way.next(null);
            assertThat(inDoubt).succeedsWithin(TestDatabase.PATIENCE);
        }
    }

    @Test
    void withoutTheLogOfRecordNothingIsAppended() {
        String aggregate = newAggregate();
        var way = new FaultyRecord(log);
        way.next(Fault.AWAY);
        try (var node = node(way)) {
            assertThatThrownBy(node.append(events(aggregate, 0, 1), null, SOON)::join)
                    .hasCauseExactlyInstanceOf(EventStoreException.class);

            way.next(null);

            assertThat(node.append(events(aggregate, 0, 1))).succeedsWithin(TestDatabase.PATIENCE);
        }
        assertThat(positions(database, aggregate)).containsExactly(1L);
    }

    @Test
    void whatTheDatabaseHadBeforeThereWasALogOfRecordIsAppendedToIt() {
        String older = newAggregate();
        try (var alone = new AppenderNode(database.dataSource())) {
            IntStream.range(0, 3)
                    .forEach(i -> alone.append(events(older, 400 * i, 400)).join());
        }

        try (var node = node()) {
            assertThat(node.append(events(older, 1200, 1))).succeedsWithin(TestDatabase.PATIENCE);
        }
        assertThat(recorded()).hasSize(1201);
    }

    /** As the end of a person's key goes with the event that tells it. */
    @Test
    void whatAnEventOfTheDatabaseStandsForGoesWithIt() {
        List<StoredEvent> older = events(newAggregate(), 0, 2);
        appendAlone(older);
        var effect = new Effect("note", "what the second stands for");
        var ofTheSecond = new EffectWriter() {
            @Override
            public String effect() {
                return effect.name();
            }

            @Override
            public Optional<Effect> of(RecordedEvent event) {
                return event.sequenceNumber() == 1 ? Optional.of(effect) : Optional.empty();
            }

            @Override
            public void write(JdbcClient jdbc, long position, String data) {
                insert(jdbc, data, position);
            }
        };

        try (var node = new AppenderNode(database.dataSource(), log, ofTheSecond)) {
            assertThat(node.appender().isRunning()).isTrue();
            await().atMost(TestDatabase.PATIENCE).until(() -> log.batches() == 1);
        }

        assertThat(log.read(0, 0).get(0).effects()).containsExactly(new Effect.At(2, effect));
    }

    /** Else they would take the places of reads for as long as it takes to bring over ten million events. */
    @Test
    void whileAWholeLogIsBroughtOverCommandsAreRefusedSoonAndThatGoesOn() {
        assumeTrue(kind == Logs.MEMORY_AND_H2);
        appendAlone(events(newAggregate(), 0, 3000));
        var slow = new Overtaken(
                log, () -> LockSupport.parkNanos(Duration.ofMillis(1100).toNanos()));
        try (var node = node(slow)) {
            CompletableFuture<Long> refused = node.append(events(newAggregate(), 0, 1), null, Duration.ofMinutes(5));

            assertThat(refused)
                    .failsWithin(TestDatabase.PATIENCE)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseExactlyInstanceOf(EventStoreException.class);
            await().atMost(TestDatabase.PATIENCE).until(() -> recorded().size() == 3000);
        }
    }

    @Test
    void aLogOfRecordThatHasLostItsEndGetsItBack() {
        String aggregate = newAggregate();
        appendSome(aggregate);

        if (log instanceof MemoryRecord memory) {
            memory.setBackTo(2);
        } else {
            log = kind.newLog();
        }

        try (var node = node()) {
            assertThat(node.append(events(aggregate, 5, 1))).succeedsWithin(TestDatabase.PATIENCE);
        }
        assertThat(positions(database, aggregate)).hasSize(6);
    }

    private void appendSome(String aggregate) {
        try (var node = node()) {
            IntStream.range(0, 5).forEach(i -> node.append(events(aggregate, i, 1), note(aggregate + i))
                    .join());
        }
    }

    @Test
    void aDatabaseThatIsEmptyGetsTheWholeLog() {
        String aggregate = newAggregate();
        appendSome(aggregate);
        List<String> before = rows(database);
        database.close();
        database = newDatabase();

        try (var node = node()) {
            assertThat(node.appender().isRunning()).isTrue();
            await().atMost(TestDatabase.PATIENCE).until(() -> rows(database).equals(before));
        }
        assertThat(noted(aggregate + 4)).containsExactly(5L);
    }

    @Test
    void aDatabaseThatEndsWithinABatchGetsTheRestOfIt() {
        List<StoredEvent> older = events(newAggregate(), 0, 3);
        appendAlone(older);
        appendAllAsOneBatch();
        database.close();
        database = newDatabase();
        appendAlone(older.subList(0, 2));

        try (var node = node()) {
            assertThat(node.append(events(newAggregate(), 0, 1))).succeedsWithin(TestDatabase.PATIENCE);
        }
        assertThat(positions(database)).hasSize(4);
    }

    private void appendAlone(List<StoredEvent> events) {
        try (var alone = new AppenderNode(database.dataSource())) {
            alone.append(events).join();
        }
    }

    private void appendAllAsOneBatch() {
        try (var node = node()) {
            assertThat(node.appender().isRunning()).isTrue();
            await().atMost(TestDatabase.PATIENCE).until(() -> log.batches() == 1);
        }
    }

    @Test
    void toAnotherLogNothingIsAppended() {
        appendSome(newAggregate());
        TestDatabase other = newDatabase();
        try (var alone = new AppenderNode(other.dataSource())) {
            alone.append(events(newAggregate(), 0, 1)).join();
        }

        try (var node = new AppenderNode(other.dataSource(), log, new Notes())) {
            assertThatThrownBy(node.append(events(newAggregate(), 0, 1), null, SOON)::join)
                    .hasCauseExactlyInstanceOf(EventStoreException.class);
        }
        assertThat(rows(other)).hasSize(1);
        other.close();
    }

    /** The same number cannot be stored again, and what fails over that is not told from a conflict of events. */
    @Test
    void whoWasErasedAfterHisKeyWasStoredIsNotStoredAgain() {
        Person person = TestPersons.of(database).of(PersonKind.CUSTOMER, "Somebody");
        String aggregate = newAggregate();
        try (var node = node()) {
            long position = node.append(about(person, events(aggregate, 0, 1))).join();
            var extent = new HeldData.Extent(1, position);
            assertThat(HeldData.erase(database.jdbc(), person.id(), extent, Instant.EPOCH))
                    .isTrue();

            assertThatThrownBy(node.append(about(person, events(aggregate, 1, 1)))::join)
                    .hasCauseExactlyInstanceOf(ConcurrencyException.class);
        }
    }

    /** Encrypted before anybody was erased. */
    private static List<StoredEvent> about(Person person, List<StoredEvent> events) {
        return events.stream()
                .map(event ->
                        event.sealed(event.payload(), event.metaData(), 0, List.of(new Concerned(person, true, true))))
                .toList();
    }

    /** Their data could never be read again, and their numbers would be given to others. */
    @Test
    void nothingIsCopiedThatNamesPersonsWhoseKeysAreNotThere() {
        isNotCopied("{}", List.of(new RecordedEvent.NamedPerson(4711, true)));
    }

    /** As the name of an agent is, whom no event is about. */
    @Test
    void nothingIsCopiedThatIsEncryptedUnderKeysThatAreNotThere() {
        isNotCopied("{\"agent-name\":\"\u007ft3mv.AAAA\"}", List.of());
    }

    private void isNotCopied(String metaData, List<RecordedEvent.NamedPerson> persons) {
        var event = new RecordedEvent(
                UUID.randomUUID().toString(),
                newAggregate(),
                0,
                "Test",
                Instant.EPOCH,
                "docket.test.happened",
                "1",
                new byte[] {'{', '}'},
                metaData.getBytes(StandardCharsets.UTF_8),
                persons);
        log.append(new Batch(new BatchMark(0, 0, 1, 1, event.eventIdentifier()), List.of(event), List.of()));

        try (var node = node()) {
            assertThatThrownBy(node.append(events(newAggregate(), 0, 1), null, SOON)::join)
                    .hasCauseExactlyInstanceOf(EventStoreException.class);
        }

        assertThat(rows(database)).isEmpty();
        log = kind.newLog();
    }

    @Test
    void ofTwoBatchesOfTheSameNumberOneIsTaken() {
        var batch = new Batch(new BatchMark(0, 0, 1, 0, ""), List.of(), List.of());
        log.append(batch);

        assertThatThrownBy(() -> log.append(batch)).isInstanceOf(NumberTakenException.class);
        assertThat(log.batches()).isEqualTo(1);
        assertThat(log.mark(0)).isEqualTo(batch.mark());
    }
}
