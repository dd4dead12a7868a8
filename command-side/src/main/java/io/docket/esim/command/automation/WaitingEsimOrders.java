package io.docket.esim.command.automation;

import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.Iccid;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The eSIM orders that wait for an eSIM which another order is making ready. */
@Component
class WaitingEsimOrders {

    private final JdbcClient jdbc;

    WaitingEsimOrders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An order that waits, with the correlation id of its request. */
    record Waiting(EsimOrderId orderId, String correlationId) {}

    /** Notes that an order waits for each of some eSIMs. */
    void add(EsimOrderId orderId, List<Iccid> iccids, String correlationId) {
        for (Iccid iccid : iccids) {
            jdbc.sql("""
                            insert into esim_order_waiting (iccid, order_id, correlation_id)
                            select cast(:iccid as varchar), cast(:orderId as varchar), cast(:correlationId as varchar)
                             where not exists (
                                select 1 from esim_order_waiting where iccid = :iccid and order_id = :orderId)""")
                    .param("iccid", iccid.value())
                    .param("orderId", orderId.toString())
                    .param("correlationId", correlationId)
                    .update();
        }
    }

    /** The orders that wait for an eSIM, and from now on do not. */
    List<Waiting> take(Iccid iccid) {
        List<Waiting> orders = jdbc.sql("select order_id, correlation_id from esim_order_waiting where iccid = ?")
                .param(iccid.value())
                .query((row, number) -> new Waiting(
                        new EsimOrderId(UUID.fromString(row.getString("order_id"))), row.getString("correlation_id")))
                .list();
        orders.forEach(order -> jdbc.sql("delete from esim_order_waiting where iccid = ? and order_id = ?")
                .params(iccid.value(), order.orderId().toString())
                .update());
        return orders;
    }

    /** An order that has ended. */
    void remove(EsimOrderId orderId) {
        jdbc.sql("delete from esim_order_waiting where order_id = ?")
                .param(orderId.toString())
                .update();
    }
}
