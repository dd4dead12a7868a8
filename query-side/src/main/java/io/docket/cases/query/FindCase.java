package io.docket.cases.query;

import io.docket.cases.api.CaseId;

/** Asks for a case as it stands; answered by a {@link CaseView}, or nothing. */
public record FindCase(CaseId caseId) implements CaseQuery {}
