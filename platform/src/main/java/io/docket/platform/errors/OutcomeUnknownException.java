package io.docket.platform.errors;

/**
 * The store did not answer when the events of a command were committed: they are kept, or they are not, and nobody can say
 * which. Answered as 503 that says so.
 */
public final class OutcomeUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
