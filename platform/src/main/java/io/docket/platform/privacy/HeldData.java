package io.docket.platform.privacy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.docket.platform.errors.UnavailableException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the log holds about persons. */
@Component
public final class HeldData {

    private final JdbcClient jdbc;
    private final PersonalJson json;

    HeldData(JdbcClient jdbc, PersonalJson json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** An aggregate that holds data of a person. */
    public record Held(String aggregateId, String aggregateType) {}

    /**
     * How much the log holds about a person.
     *
     * @param aggregates how many aggregates hold data
     * @param upTo the position up to which the log is known to have been looked at
     */
    public record Extent(long aggregates, long upTo) {}

    /** An aggregate with its events, as the person whom they concern gets them. */
    public record Aggregate(String kind, String id, List<Event> events) {}

    /**
     * An event.
     *
     * @param data its payload, without what concerns other persons
     */
    public record Event(
            String type, @JsonProperty("sequence") long sequenceNumber, Instant time, JsonNode data) {}

    /**
     * Lets erasures and exports on when all events are encrypted, those of older versions included.
     *
     * @throws UnavailableException if not yet
     */
    public void requireAllEncrypted() {
        if (jdbc.sql("select count(*) from encryption_of_older_events where done_position < last_position")
                        .query(Integer.class)
                        .single()
                > 0) {
            throw new UnavailableException("Events that an older version wrote are still being encrypted");
        }
    }

    /**
     * Whether tables of read models that are being made anew may tell of somebody who has been erased since they were begun.
     * They are thrown away, if not at once.
     */
    public boolean isInUnfinishedTables() {
        return jdbc.sql("select count(*) from projection_rebuild r join event_log_lock l on l.erasures > r.erasures "
                                + "where r.stage <> 'ASKED_FOR' and l.id = 1")
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** The aggregates that hold data of a person. */
    public List<Held> aggregates(long personId) {
        return jdbc.sql("select aggregate_identifier, aggregate_type from person_record where person_id = ? "
                        + "order by aggregate_identifier")
                .param(personId)
                .query((row, number) -> new Held(row.getString(1), row.getString(2)))
                .list();
    }

    /** How much the log holds about a person. */
    public Extent extent(long personId) {
        // First: whatever is counted besides came after it.
        long upTo = jdbc.sql("select coalesce(max(global_index), 0) from domain_event")
                .query(Long.class)
                .single();
        long aggregates = jdbc.sql("select count(*) from person_record where person_id = ?")
                .param(personId)
                .query(Long.class)
                .single();
        return new Extent(aggregates, upTo);
    }

    /** Looks at nothing but the events of the last moments, however much is held about the person. */
    private static boolean hasGrown(JdbcClient jdbc, long personId, long upTo) {
        return jdbc.sql("select count(*) from domain_event e where e.global_index > ? and exists (select 1 "
                                + "from person_record r where r.aggregate_identifier = e.aggregate_identifier "
                                + "and r.person_id = ?)")
                        .params(upTo, personId)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /**
     * Destroys the key of a person, in a transaction that has the lock of the appenders.
     *
     * @param seen how much the log held about the person
     * @return whether it did; if not, the log holds more by now, or the person has been erased
     */
    public static boolean erase(JdbcClient jdbc, long personId, Extent seen, Instant time) {
        return !hasGrown(jdbc, personId, seen.upTo) && PersonRecords.erase(jdbc, personId, time);
    }

    /** What the log holds about a person, with all that concerns others withheld. */
    public List<Aggregate> of(long personId) {
        return aggregates(personId).stream()
                .map(held ->
                        new Aggregate(held.aggregateType(), held.aggregateId(), events(held.aggregateId(), personId)))
                .toList();
    }

    private List<Event> events(String aggregateId, long personId) {
        return jdbc.sql("select event_identifier, payload_type, sequence_number, time_stamp, payload from domain_event "
                        + "where aggregate_identifier = ? order by sequence_number")
                .param(aggregateId)
                .query((row, number) -> new Event(
                        row.getString("payload_type"),
                        row.getLong("sequence_number"),
                        row.getObject("time_stamp", OffsetDateTime.class).toInstant(),
                        JsonMapper.shared()
                                .readTree(json.openPayload(
                                        row.getBytes("payload"),
                                        row.getString("event_identifier"),
                                        shown -> shown == personId))))
                .list();
    }
}
