package io.docket.platform.eventstore;

import io.docket.platform.database.Deadline;
import io.docket.platform.database.PassingFault;
import io.docket.platform.database.TimeLimits;
import io.docket.platform.errors.UnavailableException;
import io.docket.platform.process.Progress;
import io.docket.platform.tracing.Traces;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The framework's JDBC engine for reading, and the {@link EventAppender} for writing.
 *
 * <p>Positions are dense and become visible in order, so that the engine's search for gaps never finds one.
 */
public final class DenseEventStorageEngine extends JdbcEventStorageEngine {

    /** The resource of a command's root unit of work that holds the position of its last event, once it is committed. */
    public static final String POSITION = DenseEventStorageEngine.class.getName() + ".position";

    static final EventSchema SCHEMA = EventSchema.builder()
            .eventTable("domain_event")
            .snapshotTable("snapshot_event")
            .globalIndexColumn("global_index")
            .eventIdentifierColumn("event_identifier")
            .aggregateIdentifierColumn("aggregate_identifier")
            .sequenceNumberColumn("sequence_number")
            .timestampColumn("time_stamp")
            .payloadTypeColumn("payload_type")
            .payloadRevisionColumn("payload_revision")
            .metaDataColumn("meta_data")
            .build();

    private static final Logger LOG = LoggerFactory.getLogger(DenseEventStorageEngine.class);

    /** After a failure, beside the pause that the reader of the tail makes by itself. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final EventAppender appender;
    private final PersonalEvents personal;
    private final Traces traces;
    private final Set<Runnable> tailReaders = new CopyOnWriteArraySet<>();

    private final Progress tailProgress = new Progress();

    /** Whether the latest reading of the tail found events. */
    private volatile boolean tailGrew;

    DenseEventStorageEngine(Builder builder, EventAppender appender, PersonalEvents personal, Traces traces) {
        super(builder);
        this.appender = appender;
        this.personal = personal;
        this.traces = traces;
    }

    /**
     * Has a callback called whenever the tail of the store, which all streams share, has been read and has grown.
     */
    void onTailRead(Runnable callback) {
        tailReaders.add(callback);
    }

    void forget(Runnable callback) {
        tailReaders.remove(callback);
    }

    /** Whether the tail is being read. */
    Progress tailProgress() {
        return tailProgress;
    }

    /**
     * Reads from a token on. Only the one reader of the tail may block; it comes back for more as soon as it has passed on
     * what it found, which is the time to say so. What it fails over it is to try again a moment later, whatever it is.
     */
    @Override
    public Stream<? extends TrackedEventMessage<?>> readEvents(@Nullable TrackingToken token, boolean mayBlock) {
        if (!mayBlock) {
            return super.readEvents(token, false);
        }
        if (tailGrew) {
            tailGrew = false;
            tailReaders.forEach(Runnable::run);
        }
        tailProgress.begins();
        Stream<? extends TrackedEventMessage<?>> events = super.readEvents(token, true);
        return StreamSupport.stream(new Tail(events.spliterator()), false).onClose(events::close);
    }

    private final class Tail extends Spliterators.AbstractSpliterator<TrackedEventMessage<?>> {

        private final Spliterator<? extends TrackedEventMessage<?>> events;

        Tail(Spliterator<? extends TrackedEventMessage<?>> events) {
            super(Long.MAX_VALUE, ORDERED);
            this.events = events;
        }

        @Override
        public boolean tryAdvance(Consumer<? super TrackedEventMessage<?>> action) {
            try {
                boolean found = events.tryAdvance(event -> {
                    tailGrew = true;
                    action.accept(event);
                });
                if (found) {
                    tailProgress.begins();
                } else {
                    tailProgress.ends();
                }
                if (tailProgress.succeeds()) {
                    LOG.info("The end of the log is read again");
                }
                return found;
            } catch (RuntimeException | Error e) {
                tailProgress.ends();
                if (tailProgress.fails()) {
                    logFailure(e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
                return false;
            }
        }
    }

    private static void logFailure(Throwable failure) {
        if (PassingFault.causes(failure)) {
            LOG.warn("The end of the log cannot be read now: {}", PassingFault.message(failure));
        } else {
            LOG.error("The end of the log cannot be read, and is tried again and again", failure);
        }
    }

    /** Nothing is decided over half a history: an aggregate with an event that only a newer version knows is not read. */
    @Override
    public DomainEventStream readEvents(String aggregateIdentifier, long firstSequenceNumber) {
        return super.readEvents(aggregateIdentifier, firstSequenceNumber).filter(this::isKnown);
    }

    private boolean isKnown(DomainEventMessage<?> event) {
        ((StoredJson) getEventSerializer()).unknownTypeOf(event).ifPresent(type -> {
            throw new UnavailableException("This version does not know events " + type.getName() + " of revision "
                    + type.getRevision() + " yet.");
        });
        return true;
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        if (events.isEmpty()) {
            return;
        }
        Optional<UnitOfWork<?>> unitOfWork = CurrentUnitOfWork.isStarted()
                ? Optional.of(CurrentUnitOfWork.get().root())
                : Optional.empty();
        List<StoredEvent> rows = personal.seal(
                events.stream().map(event -> stored(event, serializer)).toList());
        long position;
        try {
            position = traces.step("append " + rows.get(0).payloadType(), Map.of(), () -> append(rows, unitOfWork));
        } catch (ConcurrencyException e) {
            personal.refused(rows);
            throw e;
        }
        personal.appended(rows);
        unitOfWork.ifPresent(unit -> unit.resources().put(POSITION, position));
    }

    private long append(List<StoredEvent> rows, Optional<UnitOfWork<?>> unitOfWork) {
        return appender.append(
                rows,
                unitOfWork
                        .<TransactionParticipant>map(unit -> unit.getResource(TransactionParticipant.RESOURCE))
                        .orElse(null),
                unitOfWork
                        .<Deadline>map(unit -> unit.getResource(Deadline.RESOURCE))
                        .orElseGet(() -> Deadline.in(TimeLimits.APPEND)));
    }

    private static StoredEvent stored(EventMessage<?> message, Serializer serializer) {
        if (!(message instanceof DomainEventMessage<?> event)) {
            throw new EventStoreException("Only events of aggregates are stored");
        }
        EventTypes.nameOf(event.getPayloadType());
        SerializedObject<byte[]> payload = event.serializePayload(serializer, byte[].class);
        SerializedObject<byte[]> metaData = event.serializeMetaData(serializer, byte[].class);
        return new StoredEvent(
                event.getIdentifier(),
                event.getAggregateIdentifier(),
                event.getSequenceNumber(),
                event.getType(),
                event.getTimestamp(),
                payload.getType().getName(),
                payload.getType().getRevision(),
                payload.getData(),
                metaData.getData());
    }

    /** Whatever reads the log reads personal data here, and gets them as they were before they were encrypted. */
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    protected <T> T readPayload(ResultSet row, String column) throws SQLException {
        byte[] stored = super.readPayload(row, column);
        String eventId = row.getString(SCHEMA.eventIdentifierColumn());
        return (T)
                (column.equals(SCHEMA.metaDataColumn())
                        ? personal.openMetaData(stored, eventId)
                        : personal.openPayload(stored, eventId));
    }

    @Override
    protected Object readTimeStamp(ResultSet resultSet, String columnName) throws SQLException {
        return DateTimeUtils.formatInstant(
                resultSet.getObject(columnName, OffsetDateTime.class).toInstant());
    }

    @Override
    protected void writeTimestamp(PreparedStatement statement, int position, Instant timestamp) throws SQLException {
        statement.setObject(position, timestamp.atOffset(ZoneOffset.UTC));
    }

    @Override
    protected PreparedStatement createTokenAt(Connection connection, Instant dateTime) throws SQLException {
        PreparedStatement statement =
                connection.prepareStatement("select min(global_index) - 1 from domain_event where time_stamp >= ?");
        statement.setObject(1, dateTime.atOffset(ZoneOffset.UTC));
        return statement;
    }
}
