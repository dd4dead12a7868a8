package io.docket.cases.api;

import io.docket.common.api.EventType;

/** The case is over. */
@EventType("docket.case.case-closed")
public record CaseClosed(CaseId caseId, Person by) implements CaseEvent {}
