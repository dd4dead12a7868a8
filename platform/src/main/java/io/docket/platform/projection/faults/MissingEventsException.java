package io.docket.platform.projection.faults;

/** The row of an aggregate does not reflect the event before the one that is to be applied. */
public final class MissingEventsException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public MissingEventsException(String message) {
        super(message);
    }
}
