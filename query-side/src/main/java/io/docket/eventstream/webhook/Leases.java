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

    /** No lease ends later, unless the clock was wrong when it was taken, and has been set back. */
    private static final Duration LATEST = TERM.multipliedBy(2);

    private static final String FREE =
            "paused_because is null and (owner is null or leased_until < :now or leased_until > :latest)";

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
                .param("latest", WebhookRow.utc(now.plus(LATEST)))
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
                .param("latest", WebhookRow.utc(now.plus(LATEST)))
                .param("id", id)
                .update();
    }

    /**
     * Notes how far a webhook is.
     *
     * @return whether it is still this process's, by these settings, and nobody has been further: another process may have
     *     had it for a while, and left it
     */
    boolean save(Webhook webhook, Standing standing) {
        return jdbc.sql("""
                        update webhook set position = :position, failures = :failures, failing_since = :failingSince,
                            next_attempt_at = :nextAttempt, last_failure = :lastFailure, last_success_at = :lastSuccess,
                            paused_because = :paused
                         where webhook_id = :id and owner = :owner and version = :version and paused_because is null
                           and position <= :position""")
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

    /** Leaves one to others. */
    void release(String id) {
        jdbc.sql("update webhook set owner = null, leased_until = null where webhook_id = ? and owner = ?")
                .params(id, owner)
                .update();
    }

    /** Leaves all to others. */
    void release() {
        jdbc.sql("update webhook set owner = null, leased_until = null where owner = ?")
                .param(owner)
                .update();
    }
}
