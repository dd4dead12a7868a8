package io.docket.privacy.api;

/** The stable literals of what keeps a person from being erased or exported. */
public final class PrivacyProblem {

    /** The person has open orders or cases (409). */
    public static final String OPEN_BUSINESS = "open-business";

    /** Nothing is held about the person (404). */
    public static final String UNKNOWN_PERSON = "unknown-person";

    private PrivacyProblem() {}
}
