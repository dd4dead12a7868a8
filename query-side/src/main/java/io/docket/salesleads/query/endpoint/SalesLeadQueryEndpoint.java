package io.docket.salesleads.query.endpoint;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.platform.paging.DefaultPaging;
import io.docket.platform.reads.ConsistencyToken;
import io.docket.platform.reads.ConsistentReads;
import io.docket.platform.security.Caller;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.query.FindSalesLead;
import io.docket.salesleads.query.FindSalesLeadHistory;
import io.docket.salesleads.query.SalesLeadHistory;
import io.docket.salesleads.query.SalesLeadProjection;
import io.docket.salesleads.query.SalesLeadView;
import java.util.Locale;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers how sales leads stand. The contract has checked the form of the requests. */
@RestController
@RequestMapping("/2.5/sp_spec/order/{orderId}")
class SalesLeadQueryEndpoint {

    private final ConsistentReads reads;

    SalesLeadQueryEndpoint(ConsistentReads reads) {
        this.reads = reads;
    }

    @GetMapping
    ResponseEntity<SalesLeadRepresentation> getSalesLead(
            @PathVariable("orderId") LeadId id, ConsistencyToken token, Locale language, Caller caller) {
        SalesLeadView found = find(id, token, caller);
        return ResponseEntity.ok()
                .eTag(String.valueOf(found.version()))
                .body(SalesLeadRepresentation.of(found, language));
    }

    @GetMapping("/history")
    Page<SalesLeadVersionRepresentation> getHistory(
            @PathVariable("orderId") LeadId id,
            @DefaultPaging(size = 100, sortBy = "version-num", ascending = true) Paging paging,
            ConsistencyToken token,
            Caller caller) {
        SalesLeadView found = find(id, token, caller);
        return reads.ask(new FindSalesLeadHistory(id, found.version(), paging), SalesLeadHistory.class)
                .versions()
                .map(SalesLeadVersionRepresentation::of);
    }

    private SalesLeadView find(LeadId id, ConsistencyToken token, Caller caller) {
        return reads.one(
                SalesLeadProjection.NAME,
                token,
                id.value(),
                new FindSalesLead(id),
                SalesLeadView.class,
                found -> found.lead().coId().equals(caller.requiredTenant()));
    }
}
