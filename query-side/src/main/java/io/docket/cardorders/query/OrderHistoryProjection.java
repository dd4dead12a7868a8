package io.docket.cardorders.query;

import io.docket.cardorders.api.FindOrderHistory;
import io.docket.cardorders.api.OrderHistory;
import io.docket.cardorders.api.OrderVersion;
import io.docket.cardorders.api.OrderView;
import io.docket.cardorders.api.WorkItemEvent;
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

/** Every version of every card order: one for each of its events. */
@Component
@ProcessingGroup(OrderHistoryProjection.NAME)
class OrderHistoryProjection {

    static final String NAME = "order-history";

    private final HistoryTable<OrderView> orders;
    private final BatchedProjection<OrderView> batches;

    OrderHistoryProjection(DSLContext sql, StoredJson json, PlatformTransactionManager transactions) {
        this.orders = new HistoryTable<>(sql, json, OrderView.class, "order_history", "work_item_id");
        this.batches = new BatchedProjection<>(orders, transactions);
    }

    @EventHandler
    void on(WorkItemEvent event, DomainEventMessage<WorkItemEvent> message) {
        batches.apply(message, before -> OrderEvolution.after(message, event, before));
    }

    @QueryHandler
    Optional<OrderHistory> handle(FindOrderHistory query) {
        return orders.latest(query.workItemId().value())
                .map(latest -> new OrderHistory(
                        latest.value(), orders.page(latest, query.paging()).map(OrderHistoryProjection::version)));
    }

    private static OrderVersion version(Projected<OrderView> row) {
        return new OrderVersion(row.position(), row.change(), row.time(), row.value());
    }
}
