package io.docket.cases.api.event;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Person;
import io.docket.common.api.EventType;
import io.docket.common.api.PersonalData;

/** The case was answered. */
@EventType("docket.case.case-resolved")
public record CaseResolved(CaseId caseId, @PersonalData String resolution, Person by) implements CaseEvent {}
