package io.docket.cases.api;

import io.docket.common.api.EventType;

/** The case was answered. */
@EventType("docket.case.case-resolved")
public record CaseResolved(CaseId caseId, String resolution, Person by) implements CaseEvent {}
