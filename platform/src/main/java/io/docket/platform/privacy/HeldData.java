package io.docket.platform.privacy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.docket.platform.errors.UnavailableException;
import io.docket.platform.recordedlog.Effect;
import io.docket.platform.recordedlog.EffectWriter;
import io.docket.platform.recordedlog.RecordedEvent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the log holds about persons. */
@Component
public final class HeldData implements EffectWriter {

    private static final String DESTROYED_KEY = "destroyed-key";

    /** The event that tells of an erasure, which this room does not know but for its stored form. */
    private static final String PERSON_ERASED = "docket.erasure.person-erased";

    private static final int PAGE = 500;
    /** How many events of an aggregate are read at once. */
    public static final int EVENTS = 100;

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

    /**
     * An event, as the person whom it concerns gets it.
     *
     * @param data its payload, without what concerns other persons
     * @param metadata who caused it and by which request, likewise
     */
    public record Event(
            String type,
            @JsonProperty("sequence") long sequenceNumber,
            Instant time,
            JsonNode data,
            JsonNode metadata) {}

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

    /**
     * Visits the aggregates that hold data of a person, in the order of their ids, until a visit answers {@code false}. It
     * holds neither many of them nor a connection meanwhile.
     *
     * @return whether all were visited
     */
    public boolean eachAggregate(long personId, Predicate<Held> visit) {
        return eachPage(personId, page -> page.stream().allMatch(visit));
    }

    /** The same, some hundreds at a time. */
    public boolean eachPage(long personId, Predicate<List<Held>> visit) {
        String after = "";
        while (true) {
            List<Held> page = jdbc.sql("select aggregate_identifier, aggregate_type from person_record "
                            + "where person_id = ? and aggregate_identifier > ? order by aggregate_identifier "
                            + "fetch first " + PAGE + " rows only")
                    .params(personId, after)
                    .query((row, number) -> new Held(row.getString(1), row.getString(2)))
                    .list();
            if (page.isEmpty()) {
                return true;
            }
            if (!visit.test(page)) {
                return false;
            }
            after = page.get(page.size() - 1).aggregateId;
        }
    }

    /** Which of some aggregates the log ends with an event of one of these types. */
    public Set<String> endedBy(Collection<String> eventTypes, Collection<Held> some) {
        if (eventTypes.isEmpty() || some.isEmpty()) {
            return Set.of();
        }
        return jdbc.sql("select e.aggregate_identifier from domain_event e "
                        + "where e.aggregate_identifier in (:ids) and e.payload_type in (:types) and e.sequence_number = "
                        + "(select max(l.sequence_number) from domain_event l "
                        + "where l.aggregate_identifier = e.aggregate_identifier)")
                .param("ids", some.stream().map(Held::aggregateId).toList())
                .param("types", eventTypes)
                .query(String.class)
                .set();
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

    /**
     * Notes that an aggregate is about a person whom its events name by number alone: what is kept of the request is scrubbed
     * with all else. Noted again, it stays.
     */
    public static void note(JdbcClient jdbc, String aggregateId, String aggregateType, long personId) {
        jdbc.sql("insert into person_record (aggregate_identifier, person_id, aggregate_type) "
                        + "select cast(? as varchar(255)), cast(? as bigint), cast(? as varchar(255)) where not exists "
                        + "(select 1 from person_record where aggregate_identifier = ? and person_id = ?)")
                .params(aggregateId, personId, aggregateType, aggregateId, personId)
                .update();
    }

    /** The end of a person's key, as a log of record keeps it with the event that tells it. */
    public static Effect destroyedKey(long personId, Instant time) {
        return new Effect(DESTROYED_KEY, JsonMapper.shared().writeValueAsString(new DestroyedKey(personId, time)));
    }

    private record DestroyedKey(long personId, Instant time) {}

    /** A database that is set back to before an erasure gets it again, wherever the log of record has its event from. */
    @Override
    public Optional<Effect> of(RecordedEvent event) {
        if (!event.payloadType().equals(PERSON_ERASED)) {
            return Optional.empty();
        }
        long personId = JsonMapper.shared()
                .readTree(event.payload())
                .required("person-id")
                .asLong();
        return Optional.of(destroyedKey(personId, event.timestamp()));
    }

    @Override
    public String effect() {
        return DESTROYED_KEY;
    }

    @Override
    public void write(JdbcClient transaction, long position, String data) {
        DestroyedKey destroyed = JsonMapper.shared().readValue(data, DestroyedKey.class);
        PersonRecords.erase(transaction, destroyed.personId, destroyed.time);
    }

    /**
     * Some events of an aggregate, in their order, with all that concerns others than a person withheld.
     *
     * @param after the sequence number behind which they begin; -1 for all
     * @param upTo the last position that counts
     * @return nothing at the end
     */
    public List<Event> events(String aggregateId, long personId, long after, long upTo) {
        Predicate<Long> shown = person -> person == personId;
        return jdbc.sql("select event_identifier, payload_type, sequence_number, time_stamp, payload, meta_data "
                        + "from domain_event where aggregate_identifier = ? and sequence_number > ? "
                        + "and global_index <= ? order by sequence_number fetch first " + EVENTS + " rows only")
                .params(aggregateId, after, upTo)
                .query((row, number) -> {
                    String eventId = row.getString("event_identifier");
                    return new Event(
                            row.getString("payload_type"),
                            row.getLong("sequence_number"),
                            row.getObject("time_stamp", OffsetDateTime.class).toInstant(),
                            read(json.openPayload(row.getBytes("payload"), eventId, shown)),
                            read(json.openMetaData(row.getBytes("meta_data"), eventId, shown)));
                })
                .list();
    }

    private static JsonNode read(byte[] opened) {
        return JsonMapper.shared().readTree(opened);
    }
}
