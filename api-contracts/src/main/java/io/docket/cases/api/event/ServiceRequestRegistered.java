package io.docket.cases.api.event;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Person;
import io.docket.cases.api.Registration;
import io.docket.common.api.EventType;

/** A customer's request for a service was taken. */
@EventType("docket.case.service-request-registered")
public record ServiceRequestRegistered(CaseId caseId, Registration registration) implements CaseEvent {

    @Override
    public Person by() {
        return registration.registeredBy();
    }
}
