package io.docket.cases.api.event;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Person;
import io.docket.common.api.EventType;

/** The case was not taken up. */
@EventType("docket.case.case-rejected")
public record CaseRejected(CaseId caseId, Person by) implements CaseEvent {}
