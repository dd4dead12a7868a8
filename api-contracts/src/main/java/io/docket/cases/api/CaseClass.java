package io.docket.cases.api;

import io.docket.common.api.Literal;

/** What a case is, by the resource that it was posted to. */
public enum CaseClass implements Literal {
    COMPLAINT("Complaint"),
    SERVICE_REQUEST("ServiceRequest"),
    CALLBACK_REQUEST("CallbackRequest");

    private final String literal;

    CaseClass(String literal) {
        this.literal = literal;
    }

    @Override
    public String literal() {
        return literal;
    }
}
