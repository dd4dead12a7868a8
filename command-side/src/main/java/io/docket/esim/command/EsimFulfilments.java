package io.docket.esim.command;

import io.docket.esim.api.EsimOrderId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The eSIM orders that are not fulfilled yet, with the correlation ids of their requests. */
@Component
class EsimFulfilments {

    private final JdbcClient jdbc;

    EsimFulfilments(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(EsimOrderId orderId, String correlationId) {
        if (correlationId(orderId).isEmpty()) {
            jdbc.sql("insert into esim_fulfilment (order_id, correlation_id) values (?, ?)")
                    .params(orderId.toString(), correlationId)
                    .update();
        }
    }

    Optional<String> correlationId(EsimOrderId orderId) {
        return jdbc.sql("select correlation_id from esim_fulfilment where order_id = ?")
                .param(orderId.toString())
                .query(String.class)
                .optional();
    }

    void remove(EsimOrderId orderId) {
        jdbc.sql("delete from esim_fulfilment where order_id = ?")
                .param(orderId.toString())
                .update();
    }
}
