package io.docket.esim.query;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import io.docket.esim.api.EsimOrderEvent;
import io.docket.esim.api.EsimOrderView;
import io.docket.esim.api.FindEsimOrder;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.projection.BatchedProjection;
import io.docket.platform.projection.LatestTable;
import java.util.List;
import java.util.Optional;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** The eSIM orders as they stand. */
@Component
@ProcessingGroup(EsimOrderProjection.NAME)
class EsimOrderProjection {

    static final String NAME = "esim-order";

    private final LatestTable<EsimOrderView> orders;
    private final BatchedProjection<EsimOrderView> batches;

    EsimOrderProjection(DSLContext sql, StoredJson json, PlatformTransactionManager transactions) {
        this.orders = new LatestTable<>(
                sql, json, EsimOrderView.class, "esim_order", field(name("order_id"), String.class), List.of());
        this.batches = new BatchedProjection<>(orders, transactions);
    }

    @EventHandler
    void on(EsimOrderEvent event, DomainEventMessage<EsimOrderEvent> message) {
        batches.apply(message, before -> EsimOrderEvolution.after(message, event, before));
    }

    @QueryHandler
    Optional<EsimOrderView> handle(FindEsimOrder query) {
        return orders.find(query.orderId().toString());
    }
}
