package io.docket.console.audit;

import io.docket.audit.AuditReads;
import io.docket.audit.AuditReads.Read;
import io.docket.audit.search.AuditProjection;
import io.docket.audit.search.Cursor;
import io.docket.audit.search.Finding;
import io.docket.audit.search.Findings;
import io.docket.audit.search.RecordKind;
import io.docket.audit.search.SearchAudit;
import io.docket.common.api.Literal;
import io.docket.platform.paging.DateOrDateTime;
import io.docket.platform.reads.ConsistencyToken;
import io.docket.platform.reads.ConsistentReads;
import io.docket.platform.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.BindParam;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.util.UriComponentsBuilder;

/** Finds what is on record. */
@Controller
class SearchPages {

    private static final int PAGE = 50;

    private final ConsistentReads consistent;
    private final AuditReads reads;

    SearchPages(ConsistentReads consistent, AuditReads reads) {
        this.consistent = consistent;
        this.reads = reads;
    }

    /**
     * The form as it was filled in.
     *
     * @param record one of {@link RecordKind}, or nothing for all
     */
    record Form(
            @BindParam("object-id") @Nullable String objectId,
            @BindParam("customer") @Nullable String customer,
            @BindParam("actor") @Nullable String actor,
            @BindParam("correlation-id") @Nullable String correlationId,
            @BindParam("type") @Nullable String type,
            @BindParam("record") @Nullable String record,
            @BindParam("from") @Nullable String from,
            @BindParam("to") @Nullable String to,
            @BindParam("after") @Nullable String after) {

        private boolean asksForSomething() {
            return Stream.of(objectId, customer, actor, correlationId, type, from, to)
                    .anyMatch(StringUtils::hasText);
        }

        private SearchAudit query() {
            String kind = Given.text(record);
            String begin = Given.text(from);
            String end = Given.text(to);
            String behind = Given.text(after);
            return new SearchAudit(
                    kind == null ? Set.of() : Set.of(Literal.of(RecordKind.class, kind)),
                    Given.text(actor),
                    null,
                    Given.text(correlationId),
                    Given.text(customer),
                    Given.text(type),
                    Given.text(objectId),
                    begin == null ? null : DateOrDateTime.of(begin).start(),
                    end == null ? null : DateOrDateTime.of(end).end(),
                    behind == null ? null : Cursor.of(behind),
                    PAGE);
        }
    }

    @GetMapping("/console/audit")
    String search(Form form, Caller caller, HttpServletRequest request, Model page) {
        page.addAttribute("form", form);
        if (!form.asksForSomething()) {
            return "console/audit/search";
        }
        SearchAudit query = form.query();
        Findings found = consistent.list(AuditProjection.NAME, new ConsistencyToken(null), query, Findings.class);
        reads.add(
                new Read("searchAudit", null, query.objectId(), query.customer(), request.getQueryString(), false),
                caller);
        List<Finding> items = found.items();
        page.addAttribute("findings", items);
        if (found.more()) {
            page.addAttribute(
                    "next",
                    UriComponentsBuilder.fromPath("/console/audit")
                            .query(request.getQueryString())
                            .replaceQueryParam(
                                    "after", items.get(items.size() - 1).place())
                            .build(true)
                            .toUriString());
        }
        return "console/audit/search";
    }
}
