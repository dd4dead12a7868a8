package io.docket.audit.endpoint;

import io.docket.audit.AuditReads;
import io.docket.audit.AuditReads.Read;
import io.docket.audit.search.AuditProjection;
import io.docket.audit.search.Cursor;
import io.docket.audit.search.Finding;
import io.docket.audit.search.Findings;
import io.docket.audit.search.RecordKind;
import io.docket.audit.search.SearchAudit;
import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.paging.DateOrDateTime;
import io.docket.platform.paging.FilterValues;
import io.docket.platform.reads.ConsistencyToken;
import io.docket.platform.reads.ConsistentReads;
import io.docket.platform.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.BindParam;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Finds what is on record: events, refusals, and what auditors have read. A search is on record too. */
@RestController
class AuditSearchEndpoint {

    private static final int PIECE = 500;

    private static final List<String> COLUMNS = List.of(
            "record",
            "time",
            "type",
            "kind",
            "object-id",
            "actor",
            "client",
            "agent-id",
            "correlation-id",
            "customer",
            "position",
            "sequence",
            "status",
            "rule",
            "request",
            "times",
            "last-time",
            "asked",
            "exported");

    private final ConsistentReads consistent;
    private final AuditReads reads;
    private final Exports exports;

    AuditSearchEndpoint(ConsistentReads consistent, AuditReads reads, Exports exports) {
        this.consistent = consistent;
        this.reads = reads;
        this.exports = exports;
    }

    @GetMapping("/audit/search")
    @Nullable
    ResponseEntity<FindingPage> search(
            Filter filter,
            @RequestParam(name = "page-size", defaultValue = "20") int pageSize,
            ConsistencyToken token,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        boolean exported = Exports.isWanted(request);
        SearchAudit query = filter.query(exported ? PIECE : pageSize);
        Findings found = consistent.list(AuditProjection.NAME, token, query, Findings.class);
        reads.add(
                new Read("searchAudit", null, query.objectId(), query.customer(), request.getQueryString(), exported),
                caller);
        if (exported) {
            exports.write(rows(query, found), request, response);
            return null;
        }
        List<Finding> items = found.items();
        return ResponseEntity.ok()
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .body(new FindingPage(
                        pageSize, found.more() ? items.get(items.size() - 1).place() : null, items));
    }

    private ExportedRows<Finding> rows(SearchAudit query, Findings first) {
        return new ExportedRows<>(
                "search",
                COLUMNS,
                AuditSearchEndpoint::cells,
                new Pieces<>(last -> last == null
                        ? first.items()
                        : consistent
                                .ask(query.after(last.place(), PIECE), Findings.class)
                                .items()));
    }

    private static List<? extends @Nullable Object> cells(Finding finding) {
        Finding.Refusal refusal = finding.refusal();
        return Arrays.asList(
                finding.record().literal(),
                finding.time(),
                finding.type(),
                finding.kind(),
                finding.objectId(),
                finding.actor(),
                finding.client(),
                finding.agentId(),
                finding.correlationId(),
                finding.customer(),
                finding.position(),
                finding.sequence(),
                refusal == null ? null : refusal.status(),
                refusal == null ? null : refusal.rule(),
                refusal == null ? null : refusal.request(),
                refusal == null ? null : refusal.times(),
                refusal == null ? null : refusal.lastTime(),
                finding.asked(),
                finding.exported());
    }

    /** The conditions; at least one is needed, for nobody reads everything by mistake. */
    record Filter(
            @BindParam("records") @Nullable List<String> records,
            @BindParam("actor") @Nullable String actor,
            @BindParam("agent-id") @Nullable String agentId,
            @BindParam("correlation-id") @Nullable String correlationId,
            @BindParam("customer") @Nullable String customer,
            @BindParam("type") @Nullable String type,
            @BindParam("object-id") @Nullable String objectId,
            @BindParam("from") @Nullable DateOrDateTime from,
            @BindParam("to") @Nullable DateOrDateTime to,
            @BindParam("after") @Nullable Cursor after) {

        SearchAudit query(int limit) {
            if (Stream.of(actor, agentId, correlationId, customer, type, objectId, from, to)
                    .allMatch(Objects::isNull)) {
                throw new RefusedException(Refusal.invalid(
                        "from",
                        ErrorLiteral.COMBINATION_REQUIRED,
                        "Name an actor, agent-id, correlation-id, customer, type, object-id, or a time."));
            }
            return new SearchAudit(
                    FilterValues.of(records, RecordKind.class),
                    actor,
                    agentId,
                    correlationId,
                    customer,
                    type,
                    objectId,
                    from == null ? null : from.start(),
                    to == null ? null : to.end(),
                    after,
                    limit);
        }
    }
}
