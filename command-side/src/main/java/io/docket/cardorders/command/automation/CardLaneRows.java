package io.docket.cardorders.command.automation;

import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.command.partner.LostCard;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@link CardLanes}: the lanes, and the orders and suspensions in them. */
@Component
class CardLaneRows {

    private final JdbcClient jdbc;

    CardLaneRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What can have the turn. */
    enum Kind {
        ORDER("card_system_order"),
        SUSPENSION("card_suspension");

        private final String table;

        Kind(String table) {
            this.table = table;
        }
    }

    /** What is in a lane; a suspension by the order for the replacement of the card. */
    record Entry(Kind kind, WorkItemId workItemId) {}

    /**
     * A lane.
     *
     * @param turn the number of the turn, if somebody has it
     * @param holder who has it
     * @param calling whether the holder's call has begun, and not ended
     */
    record Lane(String name, long turn, @Nullable Entry holder, boolean calling) {

        Lane withoutTurn() {
            return new Lane(name, turn, null, false);
        }

        Lane calling(boolean begun) {
            return new Lane(name, turn, holder, begun);
        }
    }

    /** An order that an outage holds up. */
    record HeldUp(WorkItemId workItemId, String correlationId) {}

    void addOrder(WorkItemId workItemId, String lane, String correlationId) {
        if (laneOf(workItemId).isEmpty()) {
            jdbc.sql("insert into card_system_order (work_item_id, lane, correlation_id) values (?, ?, ?)")
                    .params(workItemId.value(), lane, correlationId)
                    .update();
        }
    }

    Optional<String> laneOf(WorkItemId order) {
        return jdbc.sql("select lane from card_system_order where work_item_id = ?")
                .param(order.value())
                .query(String.class)
                .optional();
    }

    /** Only approved orders wait for their turn, in the order of these positions. */
    void approve(WorkItemId workItemId, long position) {
        jdbc.sql("update card_system_order set approved_at = ? where work_item_id = ?")
                .params(position, workItemId.value())
                .update();
    }

    /** A suspension that is due. */
    void addSuspension(LostCard card, String correlationId) {
        if (lostCard(card.replacement()).isEmpty()) {
            jdbc.sql("""
                            insert into card_suspension
                                (work_item_id, lane, card_id, serial_number, customer_number, replacement_reason,
                                 correlation_id)
                            values (?, ?, ?, ?, ?, ?, ?)""")
                    .params(
                            card.replacement().value(),
                            card.lane(),
                            card.cardId().value(),
                            card.serialNumber(),
                            card.customerNumber(),
                            card.replacementReason(),
                            correlationId)
                    .update();
        }
    }

    Optional<LostCard> lostCard(WorkItemId replacement) {
        return jdbc.sql("select card_id, serial_number, customer_number, replacement_reason, suspension"
                        + " from card_suspension where work_item_id = ?")
                .param(replacement.value())
                .query((row, number) -> new LostCard(
                        replacement,
                        new CardId(row.getString("card_id")),
                        row.getString("serial_number"),
                        row.getString("customer_number"),
                        row.getString("replacement_reason"),
                        row.getInt("suspension")))
                .optional();
    }

    /** The suspensions in a lane go before its orders. */
    void due(String lane) {
        jdbc.sql("update card_suspension set due = true where lane = ?")
                .param(lane)
                .update();
    }

    /** The same for one of them, if its next time was set by the given turn. */
    void due(WorkItemId replacement, long turn) {
        jdbc.sql("update card_suspension set due = true where work_item_id = ? and timer = ?")
                .params(replacement.value(), turn)
                .update();
    }

    /** The card is suspended for now; when it is to be suspended again is up to the task of that turn. */
    void suspended(WorkItemId replacement, long turn) {
        jdbc.sql("""
                        update card_suspension set suspension = suspension + 1, due = false, timer = ?
                         where work_item_id = ?""").params(turn, replacement.value()).update();
    }

    void remove(Entry entry) {
        jdbc.sql("delete from " + entry.kind().table + " where work_item_id = ?")
                .param(entry.workItemId().value())
                .update();
    }

    String correlationId(Entry entry) {
        return jdbc.sql("select correlation_id from " + entry.kind().table + " where work_item_id = ?")
                .param(entry.workItemId().value())
                .query(String.class)
                .single();
    }

    /** Notes since when the orders in a lane are held up. */
    void holdUp(String lane, Instant now) {
        jdbc.sql("""
                        update card_system_order set failing_since = ?
                         where lane = ? and approved_at is not null and failing_since is null""").params(now.atOffset(ZoneOffset.UTC), lane).update();
    }

    /** The orders in a lane that are held up since then, or for longer, and whose customers do not know. */
    List<HeldUp> heldUp(String lane, Instant since) {
        return jdbc.sql("""
                        select work_item_id, correlation_id from card_system_order
                         where lane = ? and failing_since <= ? and not suspended""")
                .params(lane, since.atOffset(ZoneOffset.UTC))
                .query((row, number) ->
                        new HeldUp(new WorkItemId(row.getString("work_item_id")), row.getString("correlation_id")))
                .list();
    }

    /** The customer has been told that an order is held up. */
    void told(WorkItemId workItemId) {
        jdbc.sql("update card_system_order set suspended = true where work_item_id = ?")
                .param(workItemId.value())
                .update();
    }

    /** The orders in a lane are no longer held up. */
    void recovered(String lane) {
        jdbc.sql("update card_system_order set failing_since = null, suspended = false"
                        + " where lane = ? and failing_since is not null")
                .param(lane)
                .update();
    }

    /** What is to have the turn: a suspension that is due, or else the order that was approved first. */
    Optional<Entry> first(String lane) {
        return jdbc.sql("""
                        select 'SUSPENSION' as kind, work_item_id, -1 as place from card_suspension
                         where lane = :lane and due
                        union all
                        select 'ORDER', work_item_id, approved_at from card_system_order
                         where lane = :lane and approved_at is not null
                         order by place, work_item_id fetch first 1 rows only""")
                .param("lane", lane)
                .query((row, number) ->
                        new Entry(Kind.valueOf(row.getString("kind")), new WorkItemId(row.getString("work_item_id"))))
                .optional();
    }

    long nextTurn() {
        return jdbc.sql("select nextval('card_lane_turn')").query(Long.class).single();
    }

    /** A lane, if it is there; nobody else can change it before the end of the transaction. */
    Optional<Lane> lock(String name) {
        return jdbc.sql("select turn, kind, work_item_id, calling from card_lane where lane = ? for update")
                .param(name)
                .query((row, number) -> {
                    String kind = row.getString("kind");
                    Entry holder = kind == null
                            ? null
                            : new Entry(Kind.valueOf(kind), new WorkItemId(row.getString("work_item_id")));
                    return new Lane(name, row.getLong("turn"), holder, row.getBoolean("calling"));
                })
                .optional();
    }

    Lane newLane(String name) {
        jdbc.sql("insert into card_lane (lane, turn, calling) values (?, 0, false)")
                .param(name)
                .update();
        return new Lane(name, 0, null, false);
    }

    /** Keeps a lane; one that nothing is in, and in which nobody has the turn, is gone. */
    void keep(Lane lane) {
        Entry holder = lane.holder();
        jdbc.sql("update card_lane set turn = :turn, kind = :kind, work_item_id = :workItemId, calling = :calling"
                        + " where lane = :lane")
                .param("turn", lane.turn())
                .param("kind", holder == null ? null : holder.kind().name())
                .param("workItemId", holder == null ? null : holder.workItemId().value())
                .param("calling", lane.calling())
                .param("lane", lane.name())
                .update();
        if (holder == null) {
            jdbc.sql("""
                            delete from card_lane where lane = :lane
                               and not exists (select 1 from card_system_order where lane = :lane)
                               and not exists (select 1 from card_suspension where lane = :lane)""").param("lane", lane.name()).update();
        }
    }
}
