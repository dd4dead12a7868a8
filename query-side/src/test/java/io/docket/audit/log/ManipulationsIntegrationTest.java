package io.docket.audit.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.Database;
import io.docket.tlog.check.Finding;
import io.docket.tlog.check.Leaf;
import io.docket.tlog.check.LeafCheck;
import io.docket.tlog.check.Leaves;
import io.docket.tlog.note.Checkpoint;
import io.docket.tlog.table.EventRow;
import io.docket.tlog.table.EventTable;
import io.docket.tlog.table.TileTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever may write to the database changes what happened. Each time it is found, and where. */
class ManipulationsIntegrationTest {

    private static final int SIZE = 280;
    private static final int MANIPULATIONS = 1000;

    private final Random random = new Random(20261122);

    private LogOnDatabase log;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        log = new LogOnDatabase(Database.H2);
        connection = log.database.dataSource().getConnection();
        connection.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        log.close();
    }

    @Test
    void eachOfAThousandIsFoundAndTheFirstPositionNamed() throws SQLException {
        log.append(1, SIZE);
        log.newGrowth().grow();
        Checkpoint handedOut =
                Checkpoint.parse(log.checkpoints.newest().orElseThrow().text());
        log.append(SIZE + 1, SIZE + 20);
        Map<Long, String> before = rows();
        assertThat(check(handedOut)).isEmpty();

        Map<String, Integer> kinds = new HashMap<>();
        int found = 0;
        while (found < MANIPULATIONS) {
            String what = manipulate();
            Optional<Long> expected = firstDifference(before, rows());
            if (expected.isPresent()) {
                long position = expected.get();
                assertThat(check(handedOut).map(finding -> List.of(finding.first(), finding.last())))
                        .as("%d: %s", found, what)
                        .contains(List.of(position, position));
                kinds.merge(what.split(" ", 2)[0], 1, Integer::sum);
                found++;
            }
            connection.rollback();
        }
        assertThat(kinds)
                .containsOnlyKeys("bit", "moved", "deleted", "cut", "inserted", "swapped", "exchanged", "clock");
        assertThat(kinds.values()).allMatch(count -> count > 20);
    }

    private Optional<Finding> check(Checkpoint checkpoint) {
        Leaves leaves = (first, last, reader) -> {
            try {
                for (EventRow event : EventTable.read(
                        connection, first == Leaves.FIRST ? first : first - 1, last, Integer.MAX_VALUE)) {
                    reader.accept(new Leaf(event.position(), event.entry().hash()));
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        };
        var check = new LeafCheck(checkpoint.size(), checkpoint.root());
        leaves.read(Leaves.FIRST, Long.MAX_VALUE, check::accept);
        return check.finish(new TileTable(connection), leaves);
    }

    /** All columns of all rows. */
    private Map<Long, String> rows() throws SQLException {
        Map<Long, String> rows = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select * from domain_event")) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                var values = new StringBuilder();
                for (int column = 1; column <= columns; column++) {
                    Object value = row.getObject(column);
                    values.append(value instanceof byte[] bytes ? new String(bytes, ISO_8859_1) : value)
                            .append('|');
                }
                rows.put(row.getLong("global_index"), values.toString());
            }
        }
        return rows;
    }

    /** Behind what was signed, only a gap can be told from what an application appends. */
    private static Optional<Long> firstDifference(Map<Long, String> before, Map<Long, String> after) {
        var positions = new TreeSet<>(before.keySet());
        positions.addAll(after.keySet());
        return positions.stream()
                .filter(position -> position <= SIZE)
                .filter(position -> !java.util.Objects.equals(before.get(position), after.get(position)))
                .findFirst()
                .or(() -> after.keySet().stream()
                        .filter(position -> position > SIZE + 1 && !after.containsKey(position - 1))
                        .map(position -> position - 1)
                        .min(Long::compare)
                        .map(end -> firstGap(after)));
    }

    private static long firstGap(Map<Long, String> rows) {
        long position = SIZE + 1;
        while (rows.containsKey(position)) {
            position++;
        }
        return position;
    }

    private int position() {
        return 1 + random.nextInt(SIZE);
    }

    /** Does something to the table, and says what. */
    private String manipulate() throws SQLException {
        int one = position();
        int other = position();
        try {
            return switch (random.nextInt(10)) {
                case 0, 1, 2 -> flip(one);
                case 3 -> move(one);
                case 4 -> {
                    update("delete from domain_event where global_index = ?", one);
                    yield "deleted " + one;
                }
                case 5 -> {
                    update("delete from domain_event where global_index >= ?", one);
                    yield "cut at " + one;
                }
                case 6 -> insert(one);
                case 7 -> swap(one, other);
                case 8 -> exchange(one, other);
                default -> {
                    update(
                            "update domain_event set time_stamp = dateadd(second, ?, time_stamp) where global_index >= ?",
                            -1 - random.nextInt(100_000),
                            one);
                    yield "clock turned back at " + one;
                }
            };
        } catch (SQLIntegrityConstraintViolationException taken) {
            connection.rollback();
            return "nothing";
        }
    }

    private String move(int position) throws SQLException {
        List<Long> places = List.of(0L, -1L, -17L, SIZE + 21L, SIZE + 500L, Long.MAX_VALUE, Long.MIN_VALUE + 1);
        long to = places.get(random.nextInt(places.size()));
        update("update domain_event set global_index = ? where global_index = ?", to, position);
        return "moved " + position + " to " + to;
    }

    private String swap(int one, int other) throws SQLException {
        update("update domain_event set global_index = -5 where global_index = ?", one);
        update("update domain_event set global_index = ? where global_index = ?", one, other);
        update("update domain_event set global_index = ? where global_index = -5", other);
        return "swapped " + one + " and " + other;
    }

    private String flip(int position) throws SQLException {
        String column = List.of(
                        "event_identifier",
                        "aggregate_identifier",
                        "sequence_number",
                        "type",
                        "time_stamp",
                        "payload_type",
                        "payload_revision",
                        "payload",
                        "meta_data",
                        "global_index")
                .get(random.nextInt(10));
        Object value;
        try (PreparedStatement query =
                connection.prepareStatement("select " + column + " from domain_event where global_index = ?")) {
            query.setInt(1, position);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                value = row.getObject(1);
            }
        }
        update("update domain_event set " + column + " = ? where global_index = ?", flipped(value), position);
        return "bit of " + column + " at " + position;
    }

    private Object flipped(Object value) {
        if (value instanceof byte[] bytes) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            return changed;
        }
        if (value instanceof Long number) {
            return number ^ (1L << random.nextInt(63));
        }
        if (value instanceof OffsetDateTime time) {
            return time.plusNanos(1000L << random.nextInt(40));
        }
        char[] characters = String.valueOf(value).toCharArray();
        characters[random.nextInt(characters.length)] ^= (char) (1 << random.nextInt(7));
        return new String(characters);
    }

    private String insert(int position) throws SQLException {
        int kind = random.nextInt(3);
        if (kind == 0) {
            update("update domain_event set global_index = global_index + 100000 where global_index >= ?", position);
            update("update domain_event set global_index = global_index - 99999 where global_index >= 100000");
        }
        long at = kind == 0 ? position : kind == 1 ? -random.nextInt(3) : SIZE + 22 + random.nextInt(5);
        update(
                "insert into domain_event select ?, 'inserted', aggregate_identifier, 100000, type, time_stamp, "
                        + "payload_type, payload_revision, payload, meta_data from domain_event where global_index = ?",
                at,
                position + (kind == 0 ? 1 : 0));
        return "inserted at " + at;
    }

    private String exchange(int one, int other) throws SQLException {
        String column = List.of("payload", "meta_data", "time_stamp").get(random.nextInt(3));
        update(
                "update domain_event set " + column + " = (select source." + column
                        + " from domain_event source where source.global_index = ?) where global_index = ?",
                one,
                other);
        return "exchanged " + column + " of " + other + " for that of " + one;
    }

    private void update(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
