package io.docket.platform.eventstore;

import io.docket.platform.privacy.Person;
import io.docket.platform.privacy.PersonRecords;
import io.docket.platform.privacy.PersonalJson.Concerned;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The events that an older version wrote, with personal data in clear. They are encrypted where they are. */
@Component
public final class OlderEvents {

    private static final int AT_ONCE = 100;

    private final PersonalEvents personal;
    private final JdbcTemplate jdbcTemplate;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    OlderEvents(PersonalEvents personal, DataSource dataSource) {
        this.personal = personal;
        jdbcTemplate = new JdbcTemplate(dataSource);
        jdbc = JdbcClient.create(jdbcTemplate);
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** Whether there are some that are not encrypted yet. */
    public boolean areLeft() {
        return areLeft(jdbc);
    }

    static boolean areLeft(JdbcClient jdbc) {
        return jdbc.sql("select count(*) from encryption_of_older_events where done_position < last_position")
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /**
     * Encrypts some, in the order of the log. Appenders wait meanwhile.
     *
     * @throws ConcurrencyException if another process met a person of these events just now; it can be tried again
     */
    public void encryptSome() {
        List<StoredEvent> encrypted = new ArrayList<>();
        try {
            transaction.executeWithoutResult(status -> encryptSome(encrypted));
        } catch (RuntimeException e) {
            personal.refused(encrypted);
            throw e;
        }
        personal.appended(encrypted);
    }

    private void encryptSome(List<StoredEvent> encrypted) {
        jdbc.sql("select id from event_log_lock where id = 1 for update")
                .query(Integer.class)
                .single();
        long done = jdbc.sql("select done_position from encryption_of_older_events")
                .query(Long.class)
                .single();
        Map<Long, StoredEvent> older = new LinkedHashMap<>();
        jdbc.sql("select * from domain_event where global_index > ? "
                        + "and global_index <= (select last_position from encryption_of_older_events) "
                        + "order by global_index fetch first " + AT_ONCE + " rows only")
                .param(done)
                .query(row -> {
                    older.put(row.getLong("global_index"), stored(row));
                });
        encrypted.addAll(personal.seal(List.copyOf(older.values())));
        List<Person> unstored = encrypted.stream()
                .flatMap(event -> event.concerned().stream())
                .map(Concerned::person)
                .filter(person -> !person.isStored())
                .toList();
        if (!PersonRecords.store(jdbcTemplate, unstored).isEmpty()) {
            throw new ConcurrencyException("Another process has met one of the persons");
        }
        PersonRecords.enter(
                jdbcTemplate,
                encrypted.stream()
                        .flatMap(event -> event.concerned().stream()
                                .filter(Concerned::isNamed)
                                .map(concerned -> new PersonRecords.Entry(
                                        event.aggregateIdentifier(),
                                        event.aggregateType(),
                                        concerned.person().id(),
                                        concerned.isMain() ? event.sequenceNumber() : null,
                                        false)))
                        .toList());
        jdbcTemplate.batchUpdate(
                "update domain_event set payload = ?, meta_data = ? where event_identifier = ?",
                encrypted.stream()
                        .filter(event -> !event.concerned().isEmpty())
                        .map(event -> new Object[] {event.payload(), event.metaData(), event.eventIdentifier()})
                        .toList());
        jdbc.sql("update encryption_of_older_events set done_position = coalesce(?, last_position)")
                .param(older.keySet().stream().max(Long::compare).orElse(null))
                .update();
    }

    private static StoredEvent stored(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getString("event_identifier"),
                row.getString("aggregate_identifier"),
                row.getLong("sequence_number"),
                row.getString("type"),
                row.getObject("time_stamp", OffsetDateTime.class).toInstant(),
                row.getString("payload_type"),
                row.getString("payload_revision"),
                row.getBytes("payload"),
                row.getBytes("meta_data"));
    }
}
