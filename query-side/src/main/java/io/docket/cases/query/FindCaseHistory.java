package io.docket.cases.query;

import io.docket.cases.api.CaseId;
import io.docket.common.api.Paging;

/**
 * Asks for the versions of a case that is there; answered by a {@link CaseHistory}.
 *
 * @param last the last version that counts, as a sequence number
 */
public record FindCaseHistory(CaseId caseId, long last, Paging paging) implements CaseQuery {}
