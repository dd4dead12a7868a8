package io.docket.salesleads.query;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.projection.BatchedProjection;
import io.docket.platform.projection.LatestTable;
import io.docket.salesleads.api.FindSalesLead;
import io.docket.salesleads.api.SalesLeadEvent;
import io.docket.salesleads.api.SalesLeadView;
import java.util.List;
import java.util.Optional;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** The sales leads as they stand. */
@Component
@ProcessingGroup(SalesLeadProjection.NAME)
class SalesLeadProjection {

    static final String NAME = "sales-lead";

    private final LatestTable<SalesLeadView> leads;
    private final BatchedProjection<SalesLeadView> batches;

    SalesLeadProjection(DSLContext sql, StoredJson json, PlatformTransactionManager transactions) {
        this.leads = new LatestTable<>(
                sql, json, SalesLeadView.class, "sales_lead", field(name("lead_id"), String.class), List.of());
        this.batches = new BatchedProjection<>(leads, transactions);
    }

    @EventHandler
    void on(SalesLeadEvent event, DomainEventMessage<SalesLeadEvent> message) {
        batches.apply(message, before -> SalesLeadEvolution.after(message, event, before));
    }

    @QueryHandler
    Optional<SalesLeadView> handle(FindSalesLead query) {
        return leads.find(query.leadId().value());
    }
}
