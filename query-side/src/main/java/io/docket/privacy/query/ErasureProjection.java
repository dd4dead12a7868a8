package io.docket.privacy.query;

import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.projection.BatchedProjection;
import io.docket.platform.projection.HistoryTable;
import io.docket.platform.projection.Latest;
import io.docket.platform.projection.Rebuildable;
import io.docket.privacy.api.event.ErasureEvent;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryHandler;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** The erasures of persons. */
@Component
@ProcessingGroup(ErasureProjection.NAME)
public class ErasureProjection implements Rebuildable {

    public static final String NAME = "erasures";

    private final HistoryTable<ErasureView> history;
    private final BatchedProjection<ErasureView> batches;

    ErasureProjection(DSLContext sql, StoredJson json, EventStore log, PlatformTransactionManager transactions) {
        this.history = new HistoryTable<>(
                sql, json, log, ErasureView.class, "erasure_history", "erasure_id", new ErasureEvolution());
        this.batches = new BatchedProjection<>(history, new ErasureEvolution(), transactions);
    }

    @EventHandler(payloadType = ErasureEvent.class)
    void on(DomainEventMessage<?> event) {
        batches.apply(event);
    }

    @Override
    public BatchedProjection<ErasureView> batches() {
        return batches;
    }

    @QueryHandler
    Latest handle(FindErasure query) {
        return history.latest(query.erasureId().toString());
    }
}
