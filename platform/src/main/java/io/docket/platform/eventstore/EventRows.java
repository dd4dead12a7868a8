package io.docket.platform.eventstore;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariDataSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of the log as the appender writes them, in the transaction of its thread. */
final class EventRows {

    private static final String INSERT = """
            insert into domain_event (global_index, event_identifier, aggregate_identifier, sequence_number, type,
                time_stamp, payload_type, payload_revision, payload, meta_data)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate jdbcTemplate;
    private final JdbcClient jdbc;

    /** A column that tells all processes of the append, when it is committed; nothing where there is one process. */
    private final String signal;

    /** @param name which signals begin with */
    EventRows(DataSource dataSource, String name) {
        boolean isShared = dataSource instanceof HikariDataSource pool && LogSignal.isPostgreSql(pool);
        signal = isShared ? ", pg_notify('" + LogSignal.CHANNEL + "', '" + name + "')" : "";
        jdbcTemplate = new JdbcTemplate(dataSource);
        jdbc = JdbcClient.create(jdbcTemplate);
    }

    /**
     * Writes events behind the last position, and what their commands write with them.
     *
     * @param positions where the position of each command's last event is put
     */
    void insert(List<Append> appends, long lastPosition, Map<Append, Long> positions) {
        if (appends.isEmpty()) {
            return;
        }
        List<Object[]> rows = new ArrayList<>();
        long position = lastPosition;
        for (Append append : appends) {
            for (StoredEvent event : append.events) {
                rows.add(row(++position, event));
            }
            positions.put(append, position);
        }
        jdbcTemplate.batchUpdate(INSERT, rows);
        for (Append append : appends) {
            if (append.participant != null) {
                append.participant.write(jdbc, requireNonNull(positions.get(append)));
            }
        }
    }

    /** The last position, which nobody moves before this transaction ends. */
    long lastPositionUnderLock() {
        jdbc.sql("select id from domain_event_lock where id = 1 for update")
                .query(Integer.class)
                .single();
        return jdbc.sql("select coalesce(max(global_index), 0)" + signal + " from domain_event")
                .query((row, number) -> row.getLong(1))
                .single();
    }

    private static Object[] row(long position, StoredEvent event) {
        return new Object[] {
            position,
            event.eventIdentifier(),
            event.aggregateIdentifier(),
            event.sequenceNumber(),
            event.aggregateType(),
            event.timestamp().atOffset(ZoneOffset.UTC),
            event.payloadType(),
            event.payloadRevision(),
            event.payload(),
            event.metaData()
        };
    }

    /** The position of a command's last event, if it is in the store. */
    Optional<Long> committedPosition(Append append) {
        return jdbc.sql("select global_index from domain_event where event_identifier = ?")
                .param(append.last().eventIdentifier())
                .query(Long.class)
                .optional();
    }

    /** The first of a command's events in whose place the store has another one. */
    Optional<StoredEvent> conflicting(Append append) {
        return append.events.stream()
                .filter(event -> jdbc.sql("select count(*) from domain_event "
                                        + "where aggregate_identifier = ? and sequence_number = ?")
                                .param(event.aggregateIdentifier())
                                .param(event.sequenceNumber())
                                .query(Integer.class)
                                .single()
                        > 0)
                .findFirst();
    }
}
