package io.docket.platform.automation;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the times of tasks in columns {@code timestamp with time zone}, in H2 and PostgreSQL alike. What the scheduler
 * does by itself passes through the local time of the process, which has hours that exist twice.
 */
final class ZonedInstants extends DefaultJdbcCustomization {

    ZonedInstants() {
        super(false);
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
