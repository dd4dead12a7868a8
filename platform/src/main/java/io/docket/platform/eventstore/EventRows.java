package io.docket.platform.eventstore;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariDataSource;
import io.docket.platform.privacy.Person;
import io.docket.platform.privacy.PersonRecords;
import io.docket.platform.privacy.PersonalJson;
import io.docket.platform.privacy.PersonalJson.Concerned;
import io.docket.platform.recordedlog.RecordedEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
        List<RecordedEvent> events = new ArrayList<>();
        for (Append append : appends) {
            append.events.forEach(event -> events.add(event.recorded()));
            positions.put(append, lastPosition + events.size());
        }
        insert(events, lastPosition);
        Map<String, List<Update>> updates = new LinkedHashMap<>();
        for (Append append : appends) {
            if (append.participant != null) {
                write(append.participant, requireNonNull(positions.get(append)), updates);
            }
        }
        updates.forEach(this::update);
    }

    /** The update of a row, with its parameters. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Update(TransactionParticipant.RowUpdate row, Object[] parameters) {}

    private void write(TransactionParticipant participant, long position, Map<String, List<Update>> updates) {
        for (TransactionParticipant.Writing writing : participant.writings()) {
            if (writing instanceof TransactionParticipant.RowUpdate row) {
                updates.computeIfAbsent(row.sql(), sql -> new ArrayList<>())
                        .add(new Update(row, row.parameters().apply(position)));
            } else {
                writing.write(jdbc, position);
            }
        }
    }

    private void update(String sql, List<Update> updates) {
        int[] updated = jdbcTemplate.batchUpdate(
                sql, updates.stream().map(Update::parameters).toList());
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                throw updates.get(i).row.missing().get();
            }
        }
    }

    /** Writes events behind the last position, and whose data their aggregates hold. */
    void insert(List<RecordedEvent> events, long lastPosition) {
        List<Object[]> rows = new ArrayList<>();
        List<PersonRecords.Entry> named = new ArrayList<>();
        for (RecordedEvent event : events) {
            rows.add(row(lastPosition + rows.size() + 1, event));
            event.persons().forEach(person -> named.add(entry(event, person)));
        }
        jdbcTemplate.batchUpdate(INSERT, rows);
        if (!named.isEmpty()) {
            PersonRecords.enter(jdbcTemplate, named);
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
     * @param recorded how far it is known to be in the log of record
     */
    record Head(long position, long erasures, Recorded recorded) {}

    /**
     * What of the log is known to be in the log of record.
     *
     * @param batches the number of the next batch
     * @param position of the last event that is in the batches before
     * @param token where the next batch begins, or before
     */
    record Recorded(long batches, long position, long token) {}

    /**
     * Whether there is a row for each person whom events name, or under whose key something in them is encrypted, as the name
     * of who acted is: with a key or, of those who were erased, without.
     */
    boolean haveKeys(List<RecordedEvent> events) {
        Set<Long> persons = new HashSet<>();
        for (RecordedEvent event : events) {
            event.persons().forEach(person -> persons.add(person.personId()));
            persons.addAll(PersonalJson.owners(event.payload()));
            persons.addAll(PersonalJson.owners(event.metaData()));
        }
        return persons.isEmpty()
                || jdbc.sql("select count(*) from person where person_id in (:persons)")
                                .param("persons", persons)
                                .query(Integer.class)
                                .single()
                        == persons.size();
    }

    /** The end of the log, which nobody moves before this transaction ends. */
    Head headUnderLock() {
        Head locked = jdbc.sql(
                        "select erasures, recorded_batches, recorded_position, recorded_token from event_log_lock "
                                + "where id = 1 for update")
                .query((row, number) ->
                        new Head(0, row.getLong(1), new Recorded(row.getLong(2), row.getLong(3), row.getLong(4))))
                .single();
        long position = jdbc.sql("select coalesce(max(global_index), 0)" + signal + " from domain_event")
                .query((row, number) -> row.getLong(1))
                .single();
        return new Head(position, locked.erasures, locked.recorded);
    }

    /** How far the log is known to be in the log of record, as it was a moment ago. */
    Recorded noted() {
        return jdbc.sql("select recorded_batches, recorded_position, recorded_token from event_log_lock where id = 1")
                .query((row, number) -> new Recorded(row.getLong(1), row.getLong(2), row.getLong(3)))
                .single();
    }

    /** Notes how far the log is in the log of record, in a transaction that has the lock. */
    void note(Recorded recorded) {
        jdbc.sql("update event_log_lock set recorded_batches = ?, recorded_position = ?, recorded_token = ?"
                        + " where id = 1")
                .params(recorded.batches(), recorded.position(), recorded.token())
                .update();
    }

    /** The identifier of an event; empty if there is none. */
    String identifierAt(long position) {
        return jdbc.sql("select event_identifier from domain_event where global_index = ?")
                .param(position)
                .query(String.class)
                .optional()
                .orElse("");
    }

    private static PersonRecords.Entry entry(RecordedEvent event, RecordedEvent.NamedPerson person) {
        return new PersonRecords.Entry(
                event.aggregateIdentifier(),
                event.aggregateType(),
                person.personId(),
                person.isMain() ? event.sequenceNumber() : null,
                event.sequenceNumber() == 0);
    }

    private static Object[] row(long position, RecordedEvent event) {
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

    /** The events behind a position, up to so many of them, with the persons whom their aggregates name. */
    List<RecordedEvent> recorded(long after, int count) {
        List<RecordedEvent> events = new ArrayList<>();
        jdbc.sql("select e.*, r.person_id, r.main_since from domain_event e left join person_record r "
                        + "on r.aggregate_identifier = e.aggregate_identifier "
                        + "and coalesce(r.main_since, 0) = e.sequence_number "
                        + "where e.global_index > ? and e.global_index <= ? order by e.global_index")
                .params(after, after + count)
                .query(row -> {
                    String identifier = row.getString("event_identifier");
                    List<RecordedEvent.NamedPerson> persons = new ArrayList<>();
                    RecordedEvent before = events.isEmpty() ? null : events.get(events.size() - 1);
                    if (before != null && before.eventIdentifier().equals(identifier)) {
                        events.remove(events.size() - 1);
                        persons.addAll(before.persons());
                    }
                    long person = row.getLong("person_id");
                    if (!row.wasNull()) {
                        persons.add(new RecordedEvent.NamedPerson(person, row.getObject("main_since") != null));
                    }
                    events.add(recorded(row, persons));
                });
        return events;
    }

    private static RecordedEvent recorded(ResultSet row, List<RecordedEvent.NamedPerson> persons) throws SQLException {
        return new RecordedEvent(
                row.getString("event_identifier"),
                row.getString("aggregate_identifier"),
                row.getLong("sequence_number"),
                row.getString("type"),
                row.getObject("time_stamp", OffsetDateTime.class).toInstant(),
                row.getString("payload_type"),
                row.getString("payload_revision"),
                row.getBytes("payload"),
                row.getBytes("meta_data"),
                persons);
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
