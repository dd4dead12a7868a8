package io.docket.platform.privacy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables of persons, and of the aggregates that hold their data. They are written in the transactions that append the
 * events, under the lock of the appenders.
 */
public final class PersonRecords {

    private PersonRecords() {}

    /**
     * An aggregate that holds data of a person.
     *
     * @param mainSince the sequence number of the event since which it is about the person; {@code null} if the person is
     *     only mentioned
     * @param isNew whether the aggregate begins with this event
     */
    public record Entry(
            String aggregateId,
            String aggregateType,
            long personId,
            @Nullable Long mainSince,
            boolean isNew) {}

    /**
     * Stores persons who may be new.
     *
     * @return those in whose place there is another already, whom another process met
     */
    public static Set<Person> store(JdbcTemplate jdbc, Collection<Person> persons) {
        Map<String, Person> wanted = new LinkedHashMap<>();
        Set<Person> refused = new LinkedHashSet<>();
        for (Person person : persons) {
            Person first = wanted.putIfAbsent(person.lookup(), person);
            if (first != null && !first.equals(person)) {
                refused.add(person);
            }
        }
        if (wanted.isEmpty()) {
            return refused;
        }
        Map<String, Long> present = present(jdbc, wanted.keySet());
        List<Object[]> rows = new ArrayList<>();
        wanted.forEach((lookup, person) -> {
            Long found = present.get(lookup);
            if (found == null) {
                rows.add(new Object[] {person.id(), person.kind(), lookup, person.wrappedKey(), person.masterKey()});
            } else if (found != person.id()) {
                refused.add(person);
            }
        });
        jdbc.batchUpdate(
                "insert into person (person_id, kind, lookup, wrapped_key, master_key) values (?, ?, ?, ?, ?)", rows);
        return refused;
    }

    private static Map<String, Long> present(JdbcTemplate jdbc, Set<String> lookups) throws DataAccessException {
        Map<String, Long> present = new HashMap<>();
        JdbcClient.create(jdbc)
                .sql("select lookup, person_id from person where lookup in (:lookups)")
                .param("lookups", lookups)
                .query(row -> {
                    present.put(row.getString("lookup"), row.getLong("person_id"));
                });
        return present;
    }

    /** Notes which aggregates hold data of whom. Of several entries for the same, the last one counts. */
    public static void enter(JdbcTemplate jdbc, List<Entry> entries) {
        Map<List<Object>, Entry> last = new LinkedHashMap<>();
        Set<List<Object>> ofNew = new LinkedHashSet<>();
        for (Entry entry : entries) {
            List<Object> key = List.of(entry.aggregateId, entry.personId);
            if (entry.isNew && !last.containsKey(key)) {
                ofNew.add(key);
            }
            last.merge(key, entry, (before, after) -> after.mainSince == null ? before : after);
        }
        List<Object[]> replaced = last.keySet().stream()
                .filter(key -> !ofNew.contains(key))
                .map(List::toArray)
                .toList();
        jdbc.batchUpdate("delete from person_record where aggregate_identifier = ? and person_id = ?", replaced);
        jdbc.batchUpdate(
                "insert into person_record (aggregate_identifier, person_id, aggregate_type, main_since) "
                        + "values (?, ?, ?, ?)",
                last.values().stream()
                        .map(entry -> new @Nullable Object[] {
                            entry.aggregateId, entry.personId, entry.aggregateType, entry.mainSince
                        })
                        .toList());
    }

    /** Whom an aggregate is about before an event of this sequence number. */
    public static Optional<Long> mainOf(JdbcClient jdbc, String aggregateId, long sequenceNumber) {
        return jdbc.sql("select person_id from person_record where aggregate_identifier = ? and main_since < ? "
                        + "order by main_since desc fetch first 1 rows only")
                .params(aggregateId, sequenceNumber)
                .query(Long.class)
                .optional();
    }

    /**
     * Destroys the key of a person, under the lock of the appenders. What is left is the number, and the aggregates that
     * held data.
     *
     * @return whether there was one
     */
    static boolean erase(JdbcClient jdbc, long personId, Instant time) {
        jdbc.sql("update event_log_lock set erasures = erasures + 1 where id = 1")
                .update();
        return jdbc.sql("update person set lookup = null, wrapped_key = null, master_key = null, erased_at = ? "
                                + "where person_id = ? and wrapped_key is not null")
                        .params(time.atOffset(ZoneOffset.UTC), personId)
                        .update()
                == 1;
    }
}
