package io.docket.eventstream.webhook;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.common.api.Refusal;
import io.docket.eventstream.receiver.WebhookProperties;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.errors.UnavailableException;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** All webhooks, as clients and operators deal with them. Whatever is changed is heard by whoever sends within a second. */
@Component
public class Webhooks {

    private static final String OF_CLIENT =
            " from webhook where (cast(:client as varchar(255)) is null or client = :client)";

    private final JdbcClient jdbc;
    private final WebhookProperties limits;

    Webhooks(JdbcClient jdbc, WebhookProperties limits) {
        this.jdbc = jdbc;
        this.limits = limits;
    }

    /**
     * Adds one, in a transaction.
     *
     * @throws RefusedException conflict, if its client has as many as it may have
     * @throws UnavailableException if there are as many as there may be
     */
    public void add(Webhook added) {
        jdbc.sql("select id from webhook_lock where id = 1 for update")
                .query(Integer.class)
                .single();
        long all = jdbc.sql("select count(*) from webhook").query(Long.class).single();
        long ofClient = jdbc.sql("select count(*) from webhook where client = ?")
                .param(added.client())
                .query(Long.class)
                .single();
        if (ofClient >= limits.subscriptionsPerClient()) {
            throw new RefusedException(Refusal.conflict(
                    "subscription-limit-reached",
                    "This client has " + limits.subscriptionsPerClient() + " subscriptions already."));
        }
        if (all >= limits.subscriptions()) {
            throw new UnavailableException("There are too many subscriptions.");
        }
        jdbc.sql("""
                        insert into webhook (webhook_id, client, url, wanted, unmasked, secret, created_at, version, position,
                            failures)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)""")
                .params(
                        added.id(),
                        added.client(),
                        added.url().toString(),
                        JsonMapper.shared().writeValueAsString(added.wanted()),
                        added.unmasked(),
                        added.secret(),
                        added.createdAt().atOffset(ZoneOffset.UTC),
                        added.version(),
                        added.standing().position())
                .update();
    }

    public Optional<Webhook> find(String id) {
        return jdbc.sql("select * from webhook where webhook_id = ?")
                .param(id)
                .query(WebhookRow.MAPPER)
                .optional();
    }

    /**
     * A page, the oldest first.
     *
     * @param client whose they are; {@code null} for those of all
     */
    public Page<Webhook> page(@Nullable String client, Paging paging) {
        return Page.of(
                jdbc.sql("select *" + OF_CLIENT
                                + " order by created_at, webhook_id offset :offset rows fetch next :size rows only")
                        .param("client", client)
                        .param("offset", paging.offset())
                        .param("size", paging.size())
                        .query(WebhookRow.MAPPER)
                        .list(),
                jdbc.sql("select count(*)" + OF_CLIENT)
                        .param("client", client)
                        .query(Long.class)
                        .single(),
                paging);
    }

    /** Sends nothing more, until it is resumed. One that is paused already stays paused for its reason, unless for an operator. */
    public void pause(String id, Pause reason) {
        jdbc.sql("update webhook set paused_because = :reason, next_attempt_at = null, version = version + 1 "
                        + "where webhook_id = :id and (paused_because is null or :reason = 'OPERATOR')")
                .param("id", id)
                .param("reason", reason.name())
                .update();
    }

    /**
     * Goes on where it stood, at once, with three days before it is paused again.
     *
     * @param byOperator whether an operator says so: what one of them has paused, nobody else resumes
     * @return whether it goes on
     */
    public boolean resume(String id, boolean byOperator) {
        return jdbc.sql("update webhook set paused_because = null, failures = 0, failing_since = null, "
                                + "next_attempt_at = null, version = version + 1 where webhook_id = ?"
                                + (byOperator ? "" : " and paused_because is distinct from 'OPERATOR'"))
                        .param(id)
                        .update()
                == 1;
    }

    /** Has all sent again that is behind a position, or leaves out what lies before it. */
    public void replay(String id, long position) {
        jdbc.sql("update webhook set position = :position, failures = 0, failing_since = null, next_attempt_at = null, "
                        + "version = version + 1 where webhook_id = :id")
                .param("id", id)
                .param("position", position)
                .update();
    }

    public void remove(String id) {
        jdbc.sql("delete from webhook where webhook_id = ?").param(id).update();
    }
}
