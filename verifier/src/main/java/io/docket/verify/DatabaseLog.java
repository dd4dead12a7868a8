package io.docket.verify;

import io.docket.tlog.Tiles;
import io.docket.tlog.check.Leaf;
import io.docket.tlog.check.Leaves;
import io.docket.tlog.table.EventRow;
import io.docket.tlog.table.EventTable;
import io.docket.tlog.table.TileTable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/** A log in the database of a Docket. It reads, and writes nothing. */
final class DatabaseLog implements StoredLog {

    private static final int AT_ONCE = 2000;
    private static final String H2 = "jdbc:h2:";

    /** Has PostgreSQL send what is stored as it is, from the first query on, rather than spelled out in letters. */
    private static final String AS_STORED = "-1";

    /** As Docket has made the tables. */
    private static final String H2_OPTIONS =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;IFEXISTS=TRUE";

    private static final String DATA_CANNOT_BE_CHANGED = ";ACCESS_MODE_DATA=r";

    private final Connection connection;

    private DatabaseLog(Connection connection) {
        this.connection = connection;
    }

    static DatabaseLog open(String url, Map<String, String> environment) {
        var login = new Properties();
        if (!url.startsWith(H2)) {
            login.setProperty("prepareThreshold", AS_STORED);
        }
        putIfPresent(login, "user", environment.get("DOCKET_DATABASE_USER"));
        putIfPresent(login, "password", environment.get("DOCKET_DATABASE_PASSWORD"));
        try {
            // In one jar, the drivers' own registrations would overwrite each other.
            Class.forName("org.postgresql.Driver");
            Class.forName("org.h2.Driver");
            Connection connection = DriverManager.getConnection(withOptions(url), login);
            connection.setReadOnly(true);
            return new DatabaseLog(connection);
        } catch (SQLException | ClassNotFoundException e) {
            throw new CannotTellException("The database cannot be reached", e);
        }
    }

    private static void putIfPresent(Properties login, String name, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            login.setProperty(name, value);
        }
    }

    private static String withOptions(String url) {
        if (!url.startsWith(H2) || url.contains(";")) {
            return url;
        }
        return url + H2_OPTIONS + (url.startsWith(H2 + "mem:") ? "" : DATA_CANNOT_BE_CHANGED);
    }

    @Override
    public Tiles tiles() {
        return new TileTable(connection);
    }

    @Override
    public Leaves leaves(long size) {
        return (first, last, reader) -> {
            try (var ahead = new ReadAhead()) {
                read(first, last, rows -> ahead.add(() -> leavesOf(rows), reader));
                ahead.finish(reader);
            }
        };
    }

    private static List<Leaf> leavesOf(List<EventRow> rows) {
        List<Leaf> leaves = new ArrayList<>(rows.size());
        for (EventRow row : rows) {
            leaves.add(new Leaf(row.position(), row.entry().hash()));
        }
        return leaves;
    }

    /** Reads events in the order of their positions, some at a time. */
    void read(long first, long last, Consumer<List<EventRow>> reader) {
        try {
            long after = first == Leaves.FIRST ? first : first - 1;
            List<EventRow> rows = EventTable.read(connection, after, last, AT_ONCE);
            while (!rows.isEmpty()) {
                after = rows.get(rows.size() - 1).position();
                reader.accept(rows);
                rows = rows.size() < AT_ONCE ? List.of() : EventTable.read(connection, after, last, AT_ONCE);
            }
        } catch (SQLException e) {
            throw new CannotTellException("The events cannot be read", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new CannotTellException("The database cannot be left", e);
        }
    }
}
