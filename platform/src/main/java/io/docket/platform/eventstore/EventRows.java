package io.docket.platform.eventstore;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariDataSource;
import io.docket.platform.privacy.Person;
import io.docket.platform.privacy.PersonRecords;
import io.docket.platform.privacy.PersonalJson.Concerned;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        List<PersonRecords.Entry> named = new ArrayList<>();
        long position = lastPosition;
        for (Append append : appends) {
            for (StoredEvent event : append.events) {
                rows.add(row(++position, event));
                event.concerned().stream()
                        .filter(Concerned::isNamed)
                        .forEach(concerned -> named.add(entry(event, concerned)));
            }
            positions.put(append, position);
        }
        jdbcTemplate.batchUpdate(INSERT, rows);
        if (!named.isEmpty()) {
            PersonRecords.enter(jdbcTemplate, named);
        }
        for (Append append : appends) {
            if (append.participant != null) {
                append.participant.write(jdbc, requireNonNull(positions.get(append)));
            }
        }
    }

    /**
     * Stores the persons whom events met for the first time.
     *
     * @return those who are not to be used, since another process met them before
     */
    Set<Person> storePersons(List<Append> appends) {
        List<Person> unstored = appends.stream()
                .flatMap(append -> append.events.stream())
                .flatMap(event -> event.concerned().stream())
                .map(Concerned::person)
                .filter(person -> !person.isStored())
                .toList();
        return unstored.isEmpty() ? Set.of() : PersonRecords.store(jdbcTemplate, unstored);
    }

    /**
     * The end of the log.
     *
     * @param position of the last event
     * @param erasures how many there have been
     */
    record Head(long position, long erasures) {}

    /** The end of the log, which nobody moves before this transaction ends. */
    Head headUnderLock() {
        long erasures = jdbc.sql("select erasures from event_log_lock where id = 1 for update")
                .query(Long.class)
                .single();
        long position = jdbc.sql("select coalesce(max(global_index), 0)" + signal + " from domain_event")
                .query((row, number) -> row.getLong(1))
                .single();
        return new Head(position, erasures);
    }

    private static PersonRecords.Entry entry(StoredEvent event, Concerned concerned) {
        return new PersonRecords.Entry(
                event.aggregateIdentifier(),
                event.aggregateType(),
                concerned.person(),
                concerned.isMain() ? event.sequenceNumber() : null,
                event.sequenceNumber() == 0);
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
