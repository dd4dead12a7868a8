package io.docket.audit.search;

import io.docket.audit.AuditedKinds;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.projection.BatchedProjection;
import io.docket.platform.projection.Rebuildable;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** All events of all kinds of aggregates, by what auditors look for. */
@Component
@ProcessingGroup(AuditProjection.NAME)
public class AuditProjection implements Rebuildable {

    public static final String NAME = "audit";

    private final BatchedProjection<AuditEntry> batches;
    private final AuditSearch search;

    AuditProjection(DSLContext sql, AuditedKinds kinds, StoredJson json, PlatformTransactionManager transactions) {
        this.batches =
                new BatchedProjection<>(new AuditEntryTable(sql), new AuditEntryEvolution(kinds, json), transactions);
        this.search = new AuditSearch(sql);
    }

    @EventHandler
    void on(DomainEventMessage<?> event) {
        batches.apply(event);
    }

    @Override
    public BatchedProjection<AuditEntry> batches() {
        return batches;
    }

    @QueryHandler
    Findings handle(SearchAudit query) {
        return search.find(query);
    }
}
