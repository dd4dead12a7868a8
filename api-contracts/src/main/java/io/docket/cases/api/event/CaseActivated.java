package io.docket.cases.api.event;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Person;
import io.docket.common.api.EventType;

/** Work on the case began. */
@EventType("docket.case.case-activated")
public record CaseActivated(CaseId caseId, Person by) implements CaseEvent {}
