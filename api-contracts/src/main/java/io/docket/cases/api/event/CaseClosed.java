package io.docket.cases.api.event;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Person;
import io.docket.common.api.EventType;

/** The case is over. */
@EventType("docket.case.case-closed")
public record CaseClosed(CaseId caseId, Person by) implements CaseEvent {}
