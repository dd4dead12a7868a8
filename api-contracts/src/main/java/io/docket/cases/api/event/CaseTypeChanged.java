package io.docket.cases.api.event;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Person;
import io.docket.common.api.EventType;

/** The case got another type. */
@EventType("docket.case.case-type-changed")
public record CaseTypeChanged(CaseId caseId, String caseType, Person by) implements CaseEvent {}
