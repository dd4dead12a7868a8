package io.docket.cardorders.command;

import io.docket.cardorders.api.WorkItemId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The orders that the card management system has not carried out yet, in lanes that keep their order. */
@Component
class CardSystemOrders {

    private final JdbcClient jdbc;

    CardSystemOrders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An order on its way.
     *
     * @param lane what the orders that must keep their order have in common
     * @param correlationId of the request
     * @param failingSince since when the order is held up because the card management system does not answer; {@code
     *     null} if it is not
     * @param suspended whether the customer has been told so
     */
    record Waiting(
            WorkItemId workItemId,
            String lane,
            String correlationId,
            @Nullable Instant failingSince,
            boolean suspended) {}

    void add(WorkItemId workItemId, String lane, String correlationId) {
        if (find(workItemId).isEmpty()) {
            jdbc.sql("insert into card_system_order (work_item_id, lane, correlation_id) values (?, ?, ?)")
                    .params(workItemId.value(), lane, correlationId)
                    .update();
        }
    }

    /** Puts an order at the end of its lane. */
    void approve(WorkItemId workItemId, long position) {
        jdbc.sql("update card_system_order set approved_at = ? where work_item_id = ?")
                .params(position, workItemId.value())
                .update();
    }

    Optional<Waiting> find(WorkItemId workItemId) {
        return jdbc.sql("select * from card_system_order where work_item_id = ?")
                .param(workItemId.value())
                .query((row, number) -> waiting(row))
                .optional();
    }

    /** The order whose turn it is in a lane. */
    Optional<Waiting> first(String lane) {
        return jdbc.sql("select * from card_system_order where lane = ? and approved_at is not null "
                        + "order by approved_at limit 1")
                .param(lane)
                .query((row, number) -> waiting(row))
                .optional();
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        OffsetDateTime failingSince = row.getObject("failing_since", OffsetDateTime.class);
        return new Waiting(
                new WorkItemId(row.getString("work_item_id")),
                row.getString("lane"),
                row.getString("correlation_id"),
                failingSince == null ? null : failingSince.toInstant(),
                row.getBoolean("suspended"));
    }

    void failing(WorkItemId workItemId, Instant since) {
        jdbc.sql("update card_system_order set failing_since = ? where work_item_id = ? and failing_since is null")
                .params(since.atOffset(ZoneOffset.UTC), workItemId.value())
                .update();
    }

    void suspended(WorkItemId workItemId) {
        jdbc.sql("update card_system_order set suspended = true where work_item_id = ?")
                .param(workItemId.value())
                .update();
    }

    /** The card management system answers again: the order is no longer held up. */
    void recovered(WorkItemId workItemId) {
        jdbc.sql("update card_system_order set failing_since = null, suspended = false where work_item_id = ?")
                .param(workItemId.value())
                .update();
    }

    void remove(WorkItemId workItemId) {
        jdbc.sql("delete from card_system_order where work_item_id = ?")
                .param(workItemId.value())
                .update();
    }
}
