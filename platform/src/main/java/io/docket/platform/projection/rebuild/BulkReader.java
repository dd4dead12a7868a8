package io.docket.platform.projection.rebuild;

import io.docket.platform.eventstore.PersonalEvents;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.projection.processing.EventFamilies.Concern;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.SerializedMetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Reads the log in large pieces, without what the framework does for each event of a stream; upcast and deserialized as by
 * the framework. Reads within a transaction, a few thousand rows at a time.
 */
@Component
final class BulkReader {

    private static final int FETCH_SIZE = 2000;

    private static final String SELECT =
            "select global_index, event_identifier, aggregate_identifier, sequence_number, "
                    + "type, time_stamp, payload_type, payload_revision, payload, meta_data from domain_event";

    /**
     * One look into the index for each aggregate: the planner would rather read the rest of the log for a few thousand of
     * them, if it could.
     */
    private static final String LATER_ON_POSTGRESQL = "select * from unnest(cast(? as varchar[])) as wanted (id) "
            + "cross join lateral (" + SELECT
            + " where aggregate_identifier = wanted.id order by sequence_number offset 0) as events "
            + "where global_index > ? and global_index <= ? and ";

    private static final String LATER_ON_H2 =
            SELECT + " where aggregate_identifier = any(?) and global_index > ? and global_index <= ? and ";

    private final JdbcTemplate jdbc;
    private final StoredJson json;
    private final PersonalEvents personal;
    private final Configuration configuration;
    private final SQLDialect dialect;

    BulkReader(
            DataSource dataSource,
            StoredJson json,
            PersonalEvents personal,
            Configuration configuration,
            DSLContext sql) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.jdbc.setFetchSize(FETCH_SIZE);
        this.json = json;
        this.personal = personal;
        this.configuration = configuration;
        this.dialect = sql.dialect().family();
    }

    long head() {
        Long head = jdbc.queryForObject("select coalesce(max(global_index), 0) from domain_event", Long.class);
        return head == null ? 0 : head;
    }

    /**
     * The events behind one position and up to another, in their order.
     *
     * @throws UnknownEventException if this version does not know one of them
     */
    Stream<TrackedEventMessage<?>> between(Concern concern, long after, long upTo) {
        return read(
                SELECT + " where global_index > ? and global_index <= ? and " + concern.condition()
                        + " order by global_index",
                Stream.concat(Stream.of(after, upTo), concern.parameters().stream()));
    }

    /** Whether no event behind one position and up to another concerns a read model. */
    boolean isNothingBetween(Concern concern, long after, long upTo) {
        return upTo <= after
                || jdbc.queryForList(
                                "select global_index from domain_event where global_index > ? and global_index <= ? and "
                                        + concern.condition() + " order by global_index fetch first 1 rows only",
                                Long.class,
                                Stream.concat(Stream.of(after, upTo), concern.parameters().stream())
                                        .toArray())
                        .isEmpty();
    }

    /**
     * The events of some aggregates behind one position and up to another, each aggregate's in their order.
     *
     * @throws UnknownEventException if this version does not know one of them
     */
    Stream<TrackedEventMessage<?>> of(Collection<String> aggregateIds, Concern concern, long after, long upTo) {
        String later = dialect == SQLDialect.POSTGRES
                ? LATER_ON_POSTGRESQL + concern.condition()
                : LATER_ON_H2 + concern.condition() + " order by aggregate_identifier, sequence_number";
        return read(
                later,
                Stream.concat(
                        Stream.of(aggregateIds.toArray(String[]::new), after, upTo), concern.parameters().stream()));
    }

    private Stream<TrackedEventMessage<?>> read(String sql, Stream<Object> parameters) {
        Stream<Row> rows = jdbc.queryForStream(sql, (row, number) -> Row.of(row, personal), parameters.toArray());
        return EventUtils.upcastAndDeserializeTrackedEvents(rows, json, configuration.upcasterChain())
                .peek(this::requireKnown)
                .onClose(rows::close);
    }

    private void requireKnown(TrackedEventMessage<?> event) {
        json.unknownTypeOf(event).ifPresent(type -> {
            throw new UnknownEventException("This version does not know events " + type.getName() + " of revision "
                    + type.getRevision() + ", such as the one at position " + position(event));
        });
    }

    static long position(TrackedEventMessage<?> event) {
        return event.trackingToken().position().orElseThrow();
    }

    /** An event that may concern the read model is known to a newer version of the application alone. */
    static final class UnknownEventException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        UnknownEventException(String message) {
            super(message);
        }
    }

    /** A row of the log, with its time as the framework's own reader makes it: in milliseconds. */
    private record Row(
            String eventIdentifier,
            String aggregateIdentifier,
            long sequenceNumber,
            String aggregateType,
            Instant timestamp,
            TrackingToken trackingToken,
            SerializedObject<byte[]> payload,
            SerializedObject<byte[]> metaData)
            implements DomainEventData<byte[]>, TrackedEventData<byte[]> {

        static Row of(ResultSet row, PersonalEvents personal) throws SQLException {
            String eventId = row.getString("event_identifier");
            return new Row(
                    eventId,
                    row.getString("aggregate_identifier"),
                    row.getLong("sequence_number"),
                    row.getString("type"),
                    row.getObject("time_stamp", OffsetDateTime.class)
                            .toInstant()
                            .truncatedTo(ChronoUnit.MILLIS),
                    new GlobalSequenceTrackingToken(row.getLong("global_index")),
                    new SimpleSerializedObject<>(
                            personal.openPayload(row.getBytes("payload"), eventId),
                            byte[].class,
                            row.getString("payload_type"),
                            row.getString("payload_revision")),
                    new SerializedMetaData<>(personal.openMetaData(row.getBytes("meta_data"), eventId), byte[].class));
        }

        @Override
        public String getEventIdentifier() {
            return eventIdentifier;
        }

        @Override
        public String getAggregateIdentifier() {
            return aggregateIdentifier;
        }

        @Override
        public long getSequenceNumber() {
            return sequenceNumber;
        }

        @Override
        public String getType() {
            return aggregateType;
        }

        @Override
        public Instant getTimestamp() {
            return timestamp;
        }

        @Override
        public SerializedObject<byte[]> getPayload() {
            return payload;
        }

        @Override
        public SerializedObject<byte[]> getMetaData() {
            return metaData;
        }
    }
}
