package io.docket.cases.api;

import io.docket.common.api.EventType;

/** The case was not taken up. */
@EventType("docket.case.case-rejected")
public record CaseRejected(CaseId caseId, Person by) implements CaseEvent {}
