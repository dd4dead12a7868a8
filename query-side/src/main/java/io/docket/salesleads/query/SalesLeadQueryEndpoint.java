package io.docket.salesleads.query;

import static org.axonframework.messaging.responsetypes.ResponseTypes.optionalInstanceOf;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.paging.DefaultPaging;
import io.docket.platform.projection.ConsistentReads;
import io.docket.platform.security.Caller;
import io.docket.salesleads.api.FindSalesLead;
import io.docket.salesleads.api.FindSalesLeadHistory;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.SalesLeadEvent;
import io.docket.salesleads.api.SalesLeadHistory;
import io.docket.salesleads.api.SalesLeadView;
import java.util.Locale;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers how sales leads stand. The contract has checked the form of the requests. */
@RestController
@RequestMapping("/2.5/sp_spec/order/{orderId}")
class SalesLeadQueryEndpoint {

    private final QueryGateway queries;
    private final ConsistentReads reads;

    SalesLeadQueryEndpoint(QueryGateway queries, ConsistentReads reads) {
        this.queries = queries;
        this.reads = reads;
    }

    @GetMapping
    ResponseEntity<SalesLeadRepresentation> getSalesLead(
            @PathVariable("orderId") LeadId id,
            @RequestHeader(name = "Consistency-Token", required = false) @Nullable Long consistencyToken,
            Locale language,
            Caller caller) {
        SalesLeadView found = reads.current(
                        SalesLeadProjection.NAME,
                        consistencyToken,
                        SalesLeadEvent.class,
                        id.value(),
                        () -> queries.query(new FindSalesLead(id), optionalInstanceOf(SalesLeadView.class))
                                .join(),
                        SalesLeadView::version)
                .filter(view -> isVisible(view, caller))
                .orElseThrow(() -> new RefusedException(Refusal.notFound()));
        return ResponseEntity.ok()
                .eTag(String.valueOf(found.version()))
                .body(SalesLeadRepresentation.of(found, language));
    }

    @GetMapping("/history")
    Page<SalesLeadVersionRepresentation> getHistory(
            @PathVariable("orderId") LeadId id,
            @DefaultPaging(size = 100, sortBy = "version-num", ascending = true) Paging paging,
            @RequestHeader(name = "Consistency-Token", required = false) @Nullable Long consistencyToken,
            Caller caller) {
        return reads.current(
                        SalesLeadHistoryProjection.NAME,
                        consistencyToken,
                        SalesLeadEvent.class,
                        id.value(),
                        () -> queries.query(
                                        new FindSalesLeadHistory(id, paging),
                                        optionalInstanceOf(SalesLeadHistory.class))
                                .join(),
                        history -> history.latest().version())
                .filter(history -> isVisible(history.latest(), caller))
                .orElseThrow(() -> new RefusedException(Refusal.notFound()))
                .versions()
                .map(SalesLeadVersionRepresentation::of);
    }

    private static boolean isVisible(SalesLeadView view, Caller caller) {
        return view.lead().coId().equals(caller.requiredTenant());
    }
}
