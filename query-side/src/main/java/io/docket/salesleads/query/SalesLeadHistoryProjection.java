package io.docket.salesleads.query;

import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.projection.BatchedProjection;
import io.docket.platform.projection.HistoryTable;
import io.docket.platform.projection.Projected;
import io.docket.salesleads.api.FindSalesLeadHistory;
import io.docket.salesleads.api.SalesLeadEvent;
import io.docket.salesleads.api.SalesLeadHistory;
import io.docket.salesleads.api.SalesLeadVersion;
import io.docket.salesleads.api.SalesLeadView;
import java.util.Optional;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** Every version of every sales lead: one for each of its events. */
@Component
@ProcessingGroup(SalesLeadHistoryProjection.NAME)
class SalesLeadHistoryProjection {

    static final String NAME = "sales-lead-history";

    private final HistoryTable<SalesLeadView> leads;
    private final BatchedProjection<SalesLeadView> batches;

    SalesLeadHistoryProjection(DSLContext sql, StoredJson json, PlatformTransactionManager transactions) {
        this.leads = new HistoryTable<>(sql, json, SalesLeadView.class, "sales_lead_history", "lead_id");
        this.batches = new BatchedProjection<>(leads, transactions);
    }

    @EventHandler
    void on(SalesLeadEvent event, DomainEventMessage<SalesLeadEvent> message) {
        batches.apply(message, before -> SalesLeadEvolution.after(message, event, before));
    }

    @QueryHandler
    Optional<SalesLeadHistory> handle(FindSalesLeadHistory query) {
        return leads.latest(query.leadId().value())
                .map(latest -> new SalesLeadHistory(
                        latest.value(), leads.page(latest, query.paging()).map(SalesLeadHistoryProjection::version)));
    }

    private static SalesLeadVersion version(Projected<SalesLeadView> row) {
        return new SalesLeadVersion(row.position(), row.change(), row.time(), row.value());
    }
}
