package io.docket.cases.query.endpoint;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.docket.cases.api.CaseClass;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.CaseState;
import io.docket.cases.api.Importance;
import io.docket.cases.query.CaseHistory;
import io.docket.cases.query.CaseList;
import io.docket.cases.query.CaseProjection;
import io.docket.cases.query.CaseView;
import io.docket.cases.query.FindCase;
import io.docket.cases.query.FindCaseHistory;
import io.docket.cases.query.ListCases;
import io.docket.cases.query.Words;
import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.common.api.Refusal;
import io.docket.platform.classification.ClassificationCatalog;
import io.docket.platform.classification.ClassificationList;
import io.docket.platform.classification.ClassificationValues;
import io.docket.platform.classification.Classifications;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.paging.DateOrDateTime;
import io.docket.platform.paging.DefaultPaging;
import io.docket.platform.paging.FilterValues;
import io.docket.platform.reads.ConsistencyToken;
import io.docket.platform.reads.ConsistentReads;
import io.docket.platform.security.Caller;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.BindParam;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers the questions of the Case API (steps 3 to 5 of its guide). The contract has checked the form of the requests. */
@RestController
@RequestMapping("/v1/case")
class CaseQueryEndpoint {

    private static final Set<CaseState> OPEN =
            Stream.of(CaseState.values()).filter(CaseState::isOpen).collect(toUnmodifiableSet());

    private final ConsistentReads reads;
    private final Classifications classifications;

    CaseQueryEndpoint(ConsistentReads reads, ClassificationCatalog classifications) {
        this.reads = reads;
        this.classifications = classifications.of("cases");
    }

    @GetMapping("/cases")
    Page<CaseRepresentation> listCases(
            CaseFilter filter,
            @DefaultPaging(size = 20, sortBy = "registration-date", ascending = false) Paging paging,
            ConsistencyToken token,
            Caller caller) {
        return reads.list(CaseProjection.NAME, token, filter.query(caller, paging, token), CaseList.class)
                .cases()
                .map(CaseRepresentation::listed);
    }

    @GetMapping("/cases/{case-id}")
    ResponseEntity<CaseRepresentation> getCase(
            @PathVariable("case-id") CaseId caseId, ConsistencyToken token, Caller caller) {
        CaseView found = find(caseId, token, caller);
        return ResponseEntity.ok().eTag(String.valueOf(found.version())).body(CaseRepresentation.of(found));
    }

    @GetMapping("/cases/{case-id}/history")
    Page<CaseVersionRepresentation> getHistory(
            @PathVariable("case-id") CaseId caseId,
            @DefaultPaging(size = 100, sortBy = "version-num", ascending = true) Paging paging,
            ConsistencyToken token,
            Caller caller) {
        CaseView found = find(caseId, token, caller);
        return reads.ask(new FindCaseHistory(caseId, found.version(), paging), CaseHistory.class)
                .versions()
                .map(CaseVersionRepresentation::of);
    }

    private CaseView find(CaseId caseId, ConsistencyToken token, Caller caller) {
        return reads.one(
                CaseProjection.NAME,
                token,
                caseId.value(),
                new FindCase(caseId),
                CaseView.class,
                found -> caller.actsFor(found.registration().customer().id()));
    }

    @GetMapping("/classifications")
    ClassificationList listClassifications() {
        return classifications.list();
    }

    @GetMapping("/classifications/{schema-id}")
    ClassificationValues getClassification(@PathVariable("schema-id") String schemaId) {
        return classifications.values(schemaId).orElseThrow(() -> new RefusedException(Refusal.notFound()));
    }

    /** The filters of the list; without any, the open cases are asked for. */
    record CaseFilter(
            @BindParam("states") @Nullable List<String> states,
            @BindParam("case-types") @Nullable List<String> caseTypes,
            @BindParam("case-classes") @Nullable List<String> caseClasses,
            @BindParam("importances") @Nullable List<String> importances,
            @BindParam("customer-id") @Nullable String customerId,
            @BindParam("registered-from") @Nullable DateOrDateTime registeredFrom,
            @BindParam("registered-to") @Nullable DateOrDateTime registeredTo,
            @BindParam("q") @Nullable String words) {

        ListCases query(Caller caller, Paging paging, ConsistencyToken token) {
            boolean unfiltered = Stream.of(
                            states,
                            caseTypes,
                            caseClasses,
                            importances,
                            customerId,
                            registeredFrom,
                            registeredTo,
                            words)
                    .allMatch(Objects::isNull);
            return new ListCases(
                    unfiltered ? OPEN : FilterValues.of(states, CaseState.class),
                    FilterValues.of(caseTypes),
                    FilterValues.of(caseClasses, CaseClass.class),
                    FilterValues.of(importances, Importance.class),
                    caller.limitedTo(customerId),
                    registeredFrom == null ? null : registeredFrom.start(),
                    registeredTo == null ? null : registeredTo.end(),
                    words == null ? Set.of() : asked(words),
                    paging,
                    token.position() != null);
        }

        /** What holds no word is found in no case. */
        private static Set<String> asked(String text) {
            Set<String> words = Words.of(text);
            return words.isEmpty() ? Set.of(text) : words;
        }
    }
}
