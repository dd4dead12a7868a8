package io.docket.cases.query;

import io.docket.cases.api.CaseClass;
import io.docket.cases.api.CaseState;
import io.docket.cases.api.Importance;
import io.docket.common.api.Paging;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of cases that meet all of the given conditions; answered by a {@link CaseList}. An empty set, like
 * {@code null}, is no condition.
 *
 * @param states in one of these states
 * @param caseTypes of one of these types
 * @param caseClasses of one of these classes
 * @param importances of one of these importances
 * @param customerId about this customer
 * @param registeredFrom registered then or later
 * @param registeredBefore registered earlier than that
 * @param words with all of these words, in small letters, in title, details, resolution or the customer's name
 * @param paging sorted by one of the fields that the contract names
 * @param recount whether the total has to be that of now; else that of a long list may be some seconds old
 */
public record ListCases(
        Set<CaseState> states,
        Set<String> caseTypes,
        Set<CaseClass> caseClasses,
        Set<Importance> importances,
        @Nullable String customerId,
        @Nullable Instant registeredFrom,
        @Nullable Instant registeredBefore,
        Set<String> words,
        Paging paging,
        boolean recount)
        implements CaseQuery {

    public ListCases {
        states = Set.copyOf(states);
        caseTypes = Set.copyOf(caseTypes);
        caseClasses = Set.copyOf(caseClasses);
        importances = Set.copyOf(importances);
        words = Set.copyOf(words);
    }
}
