package io.docket.cases.query;

import io.docket.cases.api.CaseEvent;
import io.docket.cases.api.CaseHistory;
import io.docket.cases.api.CaseVersion;
import io.docket.cases.api.CaseView;
import io.docket.cases.api.FindCaseHistory;
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

/** Every version of every case: one for each of its events. */
@Component
@ProcessingGroup(CaseHistoryProjection.NAME)
class CaseHistoryProjection {

    static final String NAME = "case-history";

    private final HistoryTable<CaseView> cases;
    private final BatchedProjection<CaseView> batches;

    CaseHistoryProjection(DSLContext sql, StoredJson json, PlatformTransactionManager transactions) {
        this.cases = new HistoryTable<>(sql, json, CaseView.class, "case_history", "case_id");
        this.batches = new BatchedProjection<>(cases, transactions);
    }

    @EventHandler
    void on(CaseEvent event, DomainEventMessage<CaseEvent> message) {
        batches.apply(message, before -> CaseEvolution.after(message, event, before));
    }

    @QueryHandler
    Optional<CaseHistory> handle(FindCaseHistory query) {
        return cases.latest(query.caseId().value())
                .map(latest -> new CaseHistory(
                        latest.value().registration().customer().id(),
                        latest.version(),
                        cases.page(latest, query.paging()).map(CaseHistoryProjection::version)));
    }

    private static CaseVersion version(Projected<CaseView> row) {
        return new CaseVersion(row.position(), row.change(), row.time(), row.value());
    }
}
