package io.docket.platform.recordedlog;

/** The log of record does not answer, or not in time. */
public class RecordUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RecordUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public RecordUnavailableException(String message) {
        super(message);
    }
}
