package io.docket.cases.query;

import io.docket.common.api.Page;

/** Answers {@link ListCases}. */
public record CaseList(Page<CaseView> cases) {}
