package io.docket.cardorders.command;

import io.docket.cardorders.api.WorkItemId;
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
     * @param failingSince since when the card management system does not answer; {@code null} if it was not asked, or does
     */
    record Waiting(
            WorkItemId workItemId,
            String lane,
            String correlationId,
            @Nullable Instant failingSince) {}

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
                .query((row, number) -> {
                    OffsetDateTime failingSince = row.getObject("failing_since", OffsetDateTime.class);
                    return new Waiting(
                            workItemId,
                            row.getString("lane"),
                            row.getString("correlation_id"),
                            failingSince == null ? null : failingSince.toInstant());
                })
                .optional();
    }

    /** The order whose turn it is in a lane. */
    Optional<WorkItemId> first(String lane) {
        return jdbc.sql("select work_item_id from card_system_order where lane = ? and approved_at is not null "
                        + "order by approved_at limit 1")
                .param(lane)
                .query(String.class)
                .optional()
                .map(WorkItemId::new);
    }

    void failing(WorkItemId workItemId, Instant since) {
        jdbc.sql("update card_system_order set failing_since = ? where work_item_id = ? and failing_since is null")
                .params(since.atOffset(ZoneOffset.UTC), workItemId.value())
                .update();
    }

    void remove(WorkItemId workItemId) {
        jdbc.sql("delete from card_system_order where work_item_id = ?")
                .param(workItemId.value())
                .update();
    }
}
