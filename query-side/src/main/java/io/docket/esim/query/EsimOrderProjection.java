package io.docket.esim.query;

import io.docket.esim.api.event.order.EsimOrderEvent;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.projection.BatchedProjection;
import io.docket.platform.projection.HistoryTable;
import io.docket.platform.projection.Latest;
import io.docket.platform.projection.Rebuildable;
import io.docket.platform.scrubbing.ReadModelOfPersons;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryHandler;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** The eSIM orders: one by one, and their versions. */
@Component
@ProcessingGroup(EsimOrderProjection.NAME)
public class EsimOrderProjection implements Rebuildable, ReadModelOfPersons {

    public static final String NAME = "esim-orders";

    private final HistoryTable<EsimOrderView> history;
    private final BatchedProjection<EsimOrderView> batches;

    EsimOrderProjection(DSLContext sql, StoredJson json, EventStore log, PlatformTransactionManager transactions) {
        this.history = new HistoryTable<>(
                sql, json, log, EsimOrderView.class, "esim_order_history", "order_id", new EsimOrderEvolution());
        this.batches = new BatchedProjection<>(history, new EsimOrderEvolution(), transactions);
    }

    @EventHandler(payloadType = EsimOrderEvent.class)
    void on(DomainEventMessage<?> event) {
        batches.apply(event);
    }

    @Override
    public BatchedProjection<EsimOrderView> batches() {
        return batches;
    }

    @Override
    public String place() {
        return NAME;
    }

    @Override
    public Scrub scrub(String aggregateId) {
        return history.makeAnew(aggregateId)
                .map(anew -> new Scrub(1, anew.differs()))
                .orElse(Scrub.NOTHING);
    }

    @QueryHandler
    Latest handle(FindEsimOrder query) {
        return history.latest(query.orderId().toString());
    }

    @QueryHandler
    EsimOrderHistory handle(FindEsimOrderHistory query) {
        return new EsimOrderHistory(history.page(query.orderId().toString(), query.last(), query.paging()));
    }
}
