package io.docket.cases.api.event;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Person;
import io.docket.common.api.EventType;

/** The answer did not settle it: work goes on, and a new answer is needed. */
@EventType("docket.case.case-reopened")
public record CaseReopened(CaseId caseId, Person by) implements CaseEvent {}
