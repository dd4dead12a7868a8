package io.docket.salesleads.query;

import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.projection.BatchedProjection;
import io.docket.platform.projection.HistoryTable;
import io.docket.platform.projection.Latest;
import io.docket.platform.projection.Rebuildable;
import io.docket.platform.scrubbing.ReadModelOfPersons;
import io.docket.salesleads.api.event.SalesLeadEvent;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryHandler;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** The sales leads: one by one, and their versions. */
@Component
@ProcessingGroup(SalesLeadProjection.NAME)
public class SalesLeadProjection implements Rebuildable, ReadModelOfPersons {

    public static final String NAME = "sales-leads";

    private final HistoryTable<SalesLeadView> history;
    private final BatchedProjection<SalesLeadView> batches;

    SalesLeadProjection(DSLContext sql, StoredJson json, EventStore log, PlatformTransactionManager transactions) {
        this.history = new HistoryTable<>(
                sql, json, log, SalesLeadView.class, "sales_lead_history", "lead_id", new SalesLeadEvolution());
        this.batches = new BatchedProjection<>(history, new SalesLeadEvolution(), transactions);
    }

    @EventHandler(payloadType = SalesLeadEvent.class)
    void on(DomainEventMessage<?> event) {
        batches.apply(event);
    }

    @Override
    public BatchedProjection<SalesLeadView> batches() {
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
    Latest handle(FindSalesLead query) {
        return history.latest(query.leadId().value());
    }

    @QueryHandler
    SalesLeadHistory handle(FindSalesLeadHistory query) {
        return new SalesLeadHistory(history.page(query.leadId().value(), query.last(), query.paging()));
    }
}
