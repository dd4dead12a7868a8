package io.docket.cases.api;

import io.docket.common.api.Paging;

/** Asks for the versions of a case; answered by a {@link CaseHistory}, or nothing. */
public record FindCaseHistory(CaseId caseId, Paging paging) implements CaseQuery {}
