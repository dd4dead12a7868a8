package io.docket.platform.recordedlog;

/** The log of record and the copy are of two different logs. Nothing is appended until an operator has seen to it. */
public final class OtherRecordException extends RecordUnavailableException {

    private static final long serialVersionUID = 1L;

    public OtherRecordException(String message) {
        super(message);
    }
}
