package io.docket.eventstream.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Reads the log in pieces. Positions have no gaps and become visible in their order: whatever is visible behind a position
 * is all that there will ever be up to the last that is visible.
 */
@Component
public class LoggedEvents {

    /** Of filtered events, so much of the log is looked through at once. */
    private static final long WINDOW = 50_000;

    /** A piece ends behind the event that makes it as large. */
    private static final long MOST_BYTES = 1024 * 1024;

    private static final int FETCH_SIZE = 250;

    private static final String SELECT =
            "select global_index, event_identifier, aggregate_identifier, sequence_number, "
                    + "type, time_stamp, payload_type, payload_revision, payload, meta_data from domain_event "
                    + "where global_index > ? and global_index <= ?";

    private final JdbcTemplate jdbc;

    LoggedEvents(DataSource dataSource) {
        jdbc = new JdbcTemplate(dataSource);
    }

    /**
     * A piece of the log.
     *
     * @param events those that were wanted, in their order
     * @param through up to where the log has been looked through
     */
    public record Piece(List<LoggedEvent> events, long through) {}

    /** The position of the last event; 0 if there is none. */
    public long head() {
        Long head = jdbc.queryForObject("select coalesce(max(global_index), 0) from domain_event", Long.class);
        return head == null ? 0 : head;
    }

    /** Whether this very event stands at a position. */
    public boolean hasAt(long position, String id) {
        Long found = jdbc.queryForObject(
                "select count(*) from domain_event where global_index = ? and event_identifier = ?",
                Long.class,
                position,
                id);
        return found != null && found > 0;
    }

    /**
     * The next events behind a position.
     *
     * @param upTo the last position that counts, which is there already; {@link Long#MAX_VALUE} for all that there are
     * @param most how many at the most
     */
    public Piece read(long after, long upTo, EventFilter filter, int most) {
        long last = last(after, upTo, filter, most);
        List<Object> parameters = new ArrayList<>(List.of(after, last));
        StringBuilder sql = new StringBuilder(SELECT);
        if (filter.subject() != null) {
            sql.append(" and aggregate_identifier = ?");
            parameters.add(filter.subject());
        }
        if (!filter.aggregateTypes().isEmpty()) {
            sql.append(" and ").append(in("type", filter.aggregateTypes(), parameters));
        }
        if (!filter.wantsAllTypes()) {
            sql.append(ofTypes(filter, parameters));
        }
        sql.append(" order by global_index fetch first ").append(most).append(" rows only");
        Piece piece = jdbc.execute((ConnectionCallback<Piece>)
                connection -> read(connection, sql.toString(), parameters, filter, last, most));
        return piece == null ? new Piece(List.of(), after) : piece;
    }

    /**
     * Up to where a piece looks. There is no event between two positions that follow each other; asked for no more rows
     * than it is to read, PostgreSQL does not sort the rest of the log for each piece, as it may while it has no statistics.
     */
    private static long last(long after, long upTo, EventFilter filter, int most) {
        if (upTo == Long.MAX_VALUE || filter.subject() != null) {
            return upTo;
        }
        return Math.min(upTo, after + (filter.wantsAll() ? most : WINDOW));
    }

    private static String in(String column, Set<String> values, List<Object> parameters) {
        parameters.addAll(values);
        return column + " in (" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")";
    }

    /** More than the filter wants: the database has names without versions. */
    private static String ofTypes(EventFilter filter, List<Object> parameters) {
        var any = new StringJoiner(" or ", " and (", ")");
        any.add(in("payload_type", filter.names(), parameters));
        for (String beginning : filter.beginnings()) {
            any.add("payload_type like ?");
            parameters.add(beginning + "%");
        }
        return any.toString();
    }

    /** In a transaction, without which PostgreSQL's driver takes all rows into memory. */
    private static Piece read(
            Connection connection, String sql, List<Object> parameters, EventFilter filter, long last, int most)
            throws SQLException {
        List<LoggedEvent> events = new ArrayList<>();
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_SIZE);
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            int rows = 0;
            long bytes = 0;
            long through = last;
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    LoggedEvent event = event(row);
                    if (filter.wants(event)) {
                        events.add(event);
                    }
                    bytes += event.bytes();
                    if (++rows == most || bytes >= MOST_BYTES) {
                        through = event.position();
                        break;
                    }
                }
            }
            return new Piece(events, through);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static LoggedEvent event(ResultSet row) throws SQLException {
        return new LoggedEvent(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getString(5),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                row.getString(7),
                row.getString(8),
                row.getBytes(9),
                row.getBytes(10));
    }
}
