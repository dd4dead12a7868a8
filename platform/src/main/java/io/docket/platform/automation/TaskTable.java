package io.docket.platform.automation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table of all queues, in H2 and PostgreSQL alike.
 *
 * <p>Times are kept in columns {@code timestamp with time zone}: what the scheduler does by itself passes through the local
 * time of the process, which has hours that exist twice. Data is text, which operators can read.
 */
final class TaskTable extends DefaultJdbcCustomization {

    static final String NAME = "task";

    private final Collection<TaskQueue<?>> queues;

    TaskTable(Collection<TaskQueue<?>> queues) {
        super(false);
        this.queues = queues;
    }

    /** Of each queue as many due tasks as it has free places: a long queue keeps no other waiting. */
    @Override
    public String createSelectDueQuery(String table, int limit, String andCondition, boolean orderByPriority) {
        String choice = queues.stream()
                .filter(queue -> queue.freePlaces() > 0)
                .map(queue -> """
                        (task_name = '%1$s' and task_instance in (
                            select task_instance from %2$s where task_name = '%1$s' and picked = false
                             order by execution_time fetch first %3$d rows only))""".formatted(queue.name(), table, queue.freePlaces()))
                .collect(Collectors.joining(" or ", "(", ")"));
        return "select * from " + table + " where picked = ? and execution_time <= ? " + andCondition + " and "
                + (choice.equals("()") ? "false" : choice) + " order by execution_time";
    }

    @Override
    public void setTaskData(PreparedStatement statement, int index, byte[] data) throws SQLException {
        statement.setString(index, new String(data, UTF_8));
    }

    @Override
    public byte[] getTaskData(ResultSet row, String column) throws SQLException {
        return row.getString(column).getBytes(UTF_8);
    }

    @Override
    public void setInstant(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
        statement.setObject(
                index, value == null ? null : value.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    public @Nullable Instant getInstant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    @Override
    public String getName() {
        return "Docket";
    }
}
