package io.docket.cases.api.event;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Person;
import io.docket.common.api.EventType;

/** The case was withdrawn. */
@EventType("docket.case.case-canceled")
public record CaseCanceled(CaseId caseId, Person by) implements CaseEvent {}
