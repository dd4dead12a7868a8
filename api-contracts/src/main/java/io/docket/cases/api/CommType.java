package io.docket.cases.api;

import io.docket.common.api.Literal;

/** How the customer wishes to be answered. */
public enum CommType implements Literal {
    EMAIL("Email"),
    PHONE("Phone"),
    MAIL("Mail"),
    FAX("Fax"),
    FACE_TO_FACE("FaceToFace"),
    WEB_APP("WebApp"),
    MOBILE_APP("MobileApp"),
    OTHER("Other");

    private final String literal;

    CommType(String literal) {
        this.literal = literal;
    }

    @Override
    public String literal() {
        return literal;
    }
}
