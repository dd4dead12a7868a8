package io.docket.cases.query;

import io.docket.common.api.Page;
import io.docket.common.api.Version;

/** Answers {@link FindCaseHistory}. */
public record CaseHistory(Page<Version<CaseView>> versions) {}
