package io.docket.platform.recordedlog;

/**
 * The log of record has a batch of this number already: of another process, or of one that died before it could write the
 * copy. Who copies that first can try again.
 */
public final class NumberTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NumberTakenException(String message) {
        super(message);
    }

    public NumberTakenException(String message, Throwable cause) {
        super(message, cause);
    }
}
