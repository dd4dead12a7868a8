package io.docket.platform.eventstore;

import static org.awaitility.Awaitility.await;

import io.docket.platform.database.Deadline;
import io.docket.platform.database.TimeLimits;
import io.docket.platform.privacy.Persons;
import io.docket.platform.privacy.TestPersons;
import io.docket.platform.recordedlog.EffectWriter;
import io.docket.platform.recordedlog.LogOfRecord;
import io.docket.platform.testing.TestDatabase;
import io.docket.platform.tracing.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.jspecify.annotations.Nullable;

/** An appender as a process has it, with threads that send it commands. */
final class AppenderNode implements AutoCloseable {

    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ExecutorService commands = Executors.newCachedThreadPool();
    private final EventAppender appender;

    AppenderNode(DataSource dataSource) {
        this(dataSource, null);
    }

    /** One with a log of record. */
    AppenderNode(DataSource dataSource, @Nullable LogOfRecord log, EffectWriter... writers) {
        appender = new EventAppender(dataSource, meters, log, List.of(writers));
        appender.start();
    }

    EventAppender appender() {
        return appender;
    }

    /** Appends events as a command would, on a thread of its own. */
    CompletableFuture<Long> append(List<StoredEvent> events) {
        return append(events, null);
    }

    CompletableFuture<Long> append(List<StoredEvent> events, @Nullable TransactionParticipant participant) {
        return append(events, participant, TimeLimits.APPEND);
    }

    /** The same, of a command that waits no longer than that. */
    CompletableFuture<Long> append(
            List<StoredEvent> events, @Nullable TransactionParticipant participant, Duration limit) {
        return CompletableFuture.supplyAsync(() -> appender.append(events, participant, Deadline.in(limit)), commands);
    }

    /** Events of an aggregate, numbered from the given sequence number on. */
    static List<StoredEvent> events(String aggregate, int firstSequenceNumber, int count) {
        return IntStream.range(firstSequenceNumber, firstSequenceNumber + count)
                .mapToObj(sequenceNumber -> new StoredEvent(
                        UUID.randomUUID().toString(),
                        aggregate,
                        sequenceNumber,
                        "Test",
                        Instant.EPOCH,
                        "docket.test.happened",
                        "1",
                        EMPTY_OBJECT,
                        EMPTY_OBJECT))
                .toList();
    }

    /** How many transactions it has begun to write for its commands, those of single commands not counted. */
    int transactions() {
        return (int) meters.get("docket.appender.commands").summary().count();
    }

    /** Waits until so many commands have been handed over, whether they are being written or not. */
    void awaitHandedOver(int count) {
        await().atMost(TestDatabase.PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> handedOver() == count);
    }

    private int handedOver() {
        double taken = meters.get("docket.appender.commands").summary().totalAmount();
        return (int) (taken + meters.get("docket.appender.queue").gauge().value());
    }

    /** An engine that reads what is there. */
    static DenseEventStorageEngine engine(TestDatabase database, EventAppender appender) {
        StoredJson json = StoredJson.of(new EventTypes(List.of()));
        return new DenseEventStorageEngine(
                JdbcEventStorageEngine.builder()
                        .eventSerializer(json)
                        .snapshotSerializer(json)
                        .connectionProvider(new DataSourceConnectionProvider(database.dataSource()))
                        .transactionManager(NoTransactionManager.instance())
                        .schema(DenseEventStorageEngine.SCHEMA),
                appender,
                personal(database, new EventTypes(List.of())),
                Traces.off());
    }

    /** What encrypts and decrypts the personal data of events. */
    static PersonalEvents personal(TestDatabase database, EventTypes types) {
        Persons persons = TestPersons.of(database);
        return new PersonalEvents(TestPersons.json(persons), persons, types, database.dataSource());
    }

    /** The positions of all events, in order. */
    static List<Long> positions(TestDatabase database) {
        return database.jdbc()
                .sql("select global_index from domain_event order by global_index")
                .query(Long.class)
                .list();
    }

    /** The positions of an aggregate's events, in the order of their sequence numbers. */
    static List<Long> positions(TestDatabase database, String aggregate) {
        return database.jdbc()
                .sql("select global_index from domain_event where aggregate_identifier = ? order by sequence_number")
                .param(aggregate)
                .query(Long.class)
                .list();
    }

    /** The positions that so many events have if there is no gap between them. */
    static List<Long> dense(int count) {
        List<Long> positions = new ArrayList<>();
        for (long position = 1; position <= count; position++) {
            positions.add(position);
        }
        return positions;
    }

    @Override
    public void close() {
        appender.stop();
        commands.shutdown();
    }
}
