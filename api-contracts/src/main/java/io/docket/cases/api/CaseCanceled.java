package io.docket.cases.api;

import io.docket.common.api.EventType;

/** The case was withdrawn. */
@EventType("docket.case.case-canceled")
public record CaseCanceled(CaseId caseId, Person by) implements CaseEvent {}
