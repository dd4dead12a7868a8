package io.docket.cases.api;

/** The stable literals of the rules of a case that a command can break (409). */
public final class CaseProblem {

    /** The id given for a new case is taken. */
    public static final String CASE_ALREADY_EXISTS = "case-already-exists";

    /** The state of the case forbids the command. */
    public static final String NOT_ALLOWED_IN_STATUS = "not-allowed-in-status";

    /** The file is attached to the case already. */
    public static final String ATTACHMENT_ALREADY_EXISTS = "attachment-already-exists";

    /** A case holds as many files already as one can. */
    public static final String ATTACHMENT_LIMIT_REACHED = "attachment-limit-reached";

    private CaseProblem() {}
}
