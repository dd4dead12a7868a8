package io.docket.cases.api;

import io.docket.common.api.EventType;

/** A customer's complaint was taken. */
@EventType("docket.case.complaint-registered")
public record ComplaintRegistered(CaseId caseId, Registration registration) implements CaseEvent {

    @Override
    public Person by() {
        return registration.registeredBy();
    }
}
