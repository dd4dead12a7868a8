package io.docket.acceptance;

import static java.util.stream.Collectors.groupingBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** The log of events as it lies in the database. */
final class StoredLog {

    /**
     * An event.
     *
     * @param type the last part of its public name
     * @param marker the correlation id of the request that led to it
     */
    record Event(long position, String aggregate, long sequence, String type, String marker) {

        @Override
        public String toString() {
            return position + " " + aggregate + "/" + sequence + " " + type;
        }
    }

    private final List<Event> events;
    private final Map<String, List<Event>> byMarker;

    private StoredLog(List<Event> events) {
        this.events = events;
        byMarker = events.stream().collect(groupingBy(Event::marker));
    }

    static StoredLog in(Database database) {
        List<Event> events = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select global_index, aggregate_identifier, sequence_number,"
                        + " payload_type, meta_data from domain_event order by global_index")) {
            while (rows.next()) {
                String type = rows.getString(4);
                events.add(new Event(
                        rows.getLong(1),
                        rows.getString(2),
                        rows.getLong(3),
                        type.substring(type.lastIndexOf('.') + 1),
                        marker(rows.getBytes(5))));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new StoredLog(events);
    }

    private static String marker(byte[] metaData) {
        return JsonMapper.shared()
                .readTree(new String(metaData, StandardCharsets.UTF_8))
                .path("correlation-id")
                .asString("");
    }

    int size() {
        return events.size();
    }

    /** How many events of a type there are, those with one of these markers aside. */
    long count(String type, Set<String> exceptOf) {
        return events.stream()
                .filter(event -> event.type.equals(type) && !exceptOf.contains(event.marker))
                .count();
    }

    List<Event> eventsOf(String marker) {
        return byMarker.getOrDefault(marker, List.of());
    }

    boolean hasEvent(String marker, String type) {
        return eventsOf(marker).stream().anyMatch(event -> event.type.equals(type));
    }

    /** The correlation ids of all events. */
    Set<String> markers() {
        return byMarker.keySet();
    }

    /** Positions from 1, sequence numbers of each aggregate from 0, each without a gap. */
    void check(Problems problems) {
        long position = 0;
        Map<String, Long> sequences = new HashMap<>();
        for (Event event : events) {
            position++;
            if (event.position != position) {
                problems.add("a gap in the log", "before " + event + ", where " + position + " was to be");
                position = event.position;
            }
            long sequence = sequences.merge(event.aggregate, 0L, (last, first) -> last + 1);
            if (event.sequence != sequence) {
                problems.add("a gap in an aggregate", event + " is number " + sequence + " of its aggregate");
                sequences.put(event.aggregate, event.sequence);
            }
        }
    }
}
