package io.docket.eventstream.webhook;

import io.docket.platform.database.NodeId;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which webhooks this process sends for. A lease has to be renewed; of a process that does not do so, another one takes
 * over. Whoever has lost a lease can note nothing any more.
 */
final class Leases {

    /** How long nobody else sends after this was last heard of. */
    static final Duration TERM = Duration.ofSeconds(10);

    /** Several processes that begin at the same time have some each. */
    private static final int AT_ONCE = 50;

    private static final String FREE = "paused_because is null and (owner is null or leased_until < :now)";

    private final JdbcClient jdbc;
    private final String owner = NodeId.random().value();

    Leases(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Renews what it has, takes what nobody has, and tells what is to be sent for. */
    List<Webhook> renew(Instant now) {
        jdbc.sql("update webhook set leased_until = :until where owner = :owner and paused_because is null")
                .param("until", WebhookRow.utc(now.plus(TERM)))
                .param("owner", owner)
                .update();
        jdbc.sql("select webhook_id from webhook where " + FREE + " fetch first " + AT_ONCE + " rows only")
                .param("now", WebhookRow.utc(now))
                .query(String.class)
                .list()
                .forEach(id -> take(id, now));
        return jdbc.sql("select * from webhook where owner = ? and paused_because is null")
                .param(owner)
                .query(WebhookRow.MAPPER)
                .list();
    }

    private void take(String id, Instant now) {
        jdbc.sql("update webhook set owner = :owner, leased_until = :until where webhook_id = :id and " + FREE)
                .param("owner", owner)
                .param("until", WebhookRow.utc(now.plus(TERM)))
                .param("now", WebhookRow.utc(now))
                .param("id", id)
                .update();
    }

    /**
     * Notes how far a webhook is.
     *
     * @return whether it is still this process's, by these settings
     */
    boolean save(Webhook webhook, Standing standing) {
        return jdbc.sql("""
                        update webhook set position = :position, failures = :failures, failing_since = :failingSince,
                            next_attempt_at = :nextAttempt, last_failure = :lastFailure, last_success_at = :lastSuccess,
                            paused_because = :paused
                         where webhook_id = :id and owner = :owner and version = :version and paused_because is null""")
                        .param("position", standing.position())
                        .param("failures", standing.failures())
                        .param("failingSince", WebhookRow.utc(standing.failingSince()), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("nextAttempt", WebhookRow.utc(standing.nextAttemptAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("lastFailure", standing.lastFailure(), Types.VARCHAR)
                        .param("lastSuccess", WebhookRow.utc(standing.lastSuccessAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param(
                                "paused",
                                standing.paused() == null
                                        ? null
                                        : standing.paused().name(),
                                Types.VARCHAR)
                        .param("id", webhook.id())
                        .param("owner", owner)
                        .param("version", webhook.version())
                        .update()
                == 1;
    }

    /** Leaves all to others. */
    void release() {
        jdbc.sql("update webhook set owner = null, leased_until = null where owner = ?")
                .param(owner)
                .update();
    }
}
