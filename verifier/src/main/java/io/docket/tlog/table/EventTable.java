package io.docket.tlog.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of events. */
public final class EventTable {

    private static final String EVENTS = "select global_index, event_identifier, type, aggregate_identifier, "
            + "sequence_number, payload_type, payload_revision, time_stamp, payload, meta_data from domain_event ";

    private EventTable() {}

    /**
     * Reads some events in the order of their positions.
     *
     * @param after the position before the first of them
     * @param last the last position wanted
     * @param limit how many at most
     */
    public static List<EventRow> read(Connection connection, long after, long last, int limit) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(EVENTS
                + "where global_index > ? and global_index <= ? order by global_index fetch first " + limit
                + " rows only")) {
            query.setLong(1, after);
            query.setLong(2, last);
            return rows(query);
        }
    }

    /** The event of an aggregate with this number. */
    public static Optional<EventRow> find(
            Connection connection, String aggregateType, String aggregateId, long sequence) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                EVENTS + "where aggregate_identifier = ? and sequence_number = ? and type = ?")) {
            query.setString(1, aggregateId);
            query.setLong(2, sequence);
            query.setString(3, aggregateType);
            return rows(query).stream().findFirst();
        }
    }

    private static List<EventRow> rows(PreparedStatement query) throws SQLException {
        List<EventRow> rows = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                rows.add(new EventRow(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getString(6),
                        row.getString(7),
                        row.getObject(8, OffsetDateTime.class).toInstant(),
                        row.getBytes(9),
                        row.getBytes(10)));
            }
        }
        return rows;
    }
}
