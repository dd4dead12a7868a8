package io.docket.eventstream.webhook;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import tools.jackson.databind.json.JsonMapper;

/** How a webhook lies in its table. */
final class WebhookRow {

    static final RowMapper<Webhook> MAPPER = (row, number) -> read(row);

    private WebhookRow() {}

    private static Webhook read(ResultSet row) throws SQLException {
        String paused = row.getString("paused_because");
        return new Webhook(
                row.getString("webhook_id"),
                row.getString("client"),
                URI.create(row.getString("url")),
                JsonMapper.shared().readValue(row.getString("wanted"), Wanted.class),
                row.getBoolean("unmasked"),
                row.getBytes("secret"),
                Objects.requireNonNull(time(row, "created_at")),
                row.getLong("version"),
                new Standing(
                        row.getLong("position"),
                        row.getInt("failures"),
                        time(row, "failing_since"),
                        time(row, "next_attempt_at"),
                        row.getString("last_failure"),
                        time(row, "last_success_at"),
                        paused == null ? null : Pause.valueOf(paused)));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static @Nullable OffsetDateTime utc(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
