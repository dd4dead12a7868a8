package io.docket.cases.api.event;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Person;
import io.docket.cases.api.Registration;
import io.docket.common.api.EventType;

/** A customer's complaint was taken. */
@EventType("docket.case.complaint-registered")
public record ComplaintRegistered(CaseId caseId, Registration registration) implements CaseEvent {

    @Override
    public Person by() {
        return registration.registeredBy();
    }
}
