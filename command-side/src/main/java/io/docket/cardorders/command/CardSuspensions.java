package io.docket.cardorders.command;

import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.WorkItemId;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The lost cards that the card management system has not suspended yet, or is to suspend again from time to time, because
 * an older order may undo it.
 */
@Component
class CardSuspensions {

    private final JdbcClient jdbc;

    CardSuspensions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A suspension on its way.
     *
     * @param correlationId of the request
     */
    record Waiting(LostCard card, String correlationId) {}

    /** What the orders in a lane wait for. */
    enum Precedence {
        NONE,
        DUE,
        /** It was tried, and the card management system did not answer. */
        FAILING
    }

    void add(LostCard card, String correlationId) {
        if (find(card.replacement()).isEmpty()) {
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

    Optional<Waiting> find(WorkItemId replacement) {
        return jdbc.sql("select * from card_suspension where work_item_id = ?")
                .param(replacement.value())
                .query((row, number) -> new Waiting(
                        new LostCard(
                                replacement,
                                new CardId(row.getString("card_id")),
                                row.getString("serial_number"),
                                row.getString("customer_number"),
                                row.getString("replacement_reason"),
                                row.getInt("suspension")),
                        row.getString("correlation_id")))
                .optional();
    }

    /** Whether a suspension goes before the orders in a lane. */
    Precedence precedence(String lane) {
        return jdbc.sql("select failing from card_suspension where lane = ? and due order by failing desc limit 1")
                .param(lane)
                .query(Boolean.class)
                .optional()
                .map(failing -> failing ? Precedence.FAILING : Precedence.DUE)
                .orElse(Precedence.NONE);
    }

    /** Has the orders in its lane wait. */
    void due(WorkItemId replacement) {
        jdbc.sql("update card_suspension set due = true where work_item_id = ? and not due")
                .param(replacement.value())
                .update();
    }

    /** The card is suspended for now, and is to be suspended again at a later time. */
    void done(LostCard card) {
        jdbc.sql("""
                        update card_suspension set suspension = suspension + 1, due = false, failing = false
                         where work_item_id = ? and suspension = ?""").params(card.replacement().value(), card.suspension()).update();
    }

    /** The orders for the replacement of the cards in a lane. */
    List<WorkItemId> inLane(String lane) {
        return jdbc.sql("select work_item_id from card_suspension where lane = ?")
                .param(lane)
                .query((row, number) -> new WorkItemId(row.getString("work_item_id")))
                .list();
    }

    void failing(WorkItemId replacement) {
        jdbc.sql("update card_suspension set failing = true where work_item_id = ?")
                .param(replacement.value())
                .update();
    }

    void remove(WorkItemId replacement) {
        jdbc.sql("delete from card_suspension where work_item_id = ?")
                .param(replacement.value())
                .update();
    }
}
