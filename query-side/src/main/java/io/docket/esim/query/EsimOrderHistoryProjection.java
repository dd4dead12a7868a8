package io.docket.esim.query;

import io.docket.esim.api.EsimOrderEvent;
import io.docket.esim.api.EsimOrderHistory;
import io.docket.esim.api.EsimOrderVersion;
import io.docket.esim.api.EsimOrderView;
import io.docket.esim.api.FindEsimOrderHistory;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.projection.BatchedProjection;
import io.docket.platform.projection.HistoryTable;
import io.docket.platform.projection.Projected;
import java.util.Optional;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** Every version of every eSIM order: one for each of its events. */
@Component
@ProcessingGroup(EsimOrderHistoryProjection.NAME)
class EsimOrderHistoryProjection {

    static final String NAME = "esim-order-history";

    private final HistoryTable<EsimOrderView> orders;
    private final BatchedProjection<EsimOrderView> batches;

    EsimOrderHistoryProjection(DSLContext sql, StoredJson json, PlatformTransactionManager transactions) {
        this.orders = new HistoryTable<>(sql, json, EsimOrderView.class, "esim_order_history", "order_id");
        this.batches = new BatchedProjection<>(orders, transactions);
    }

    @EventHandler
    void on(EsimOrderEvent event, DomainEventMessage<EsimOrderEvent> message) {
        batches.apply(message, before -> EsimOrderEvolution.after(message, event, before));
    }

    @QueryHandler
    Optional<EsimOrderHistory> handle(FindEsimOrderHistory query) {
        return orders.latest(query.orderId().toString())
                .map(latest -> new EsimOrderHistory(
                        latest.value(), orders.page(latest, query.paging()).map(EsimOrderHistoryProjection::version)));
    }

    private static EsimOrderVersion version(Projected<EsimOrderView> row) {
        return new EsimOrderVersion(row.position(), row.change(), row.time(), row.value());
    }
}
