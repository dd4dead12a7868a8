package io.docket.cases.api.event;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Person;
import io.docket.common.api.EventType;
import io.docket.common.api.PersonalData;

/** The answer to the customer was worded, or worded anew, without a change of state. */
@EventType("docket.case.resolution-changed")
public record ResolutionChanged(CaseId caseId, @PersonalData String resolution, Person by) implements CaseEvent {}
