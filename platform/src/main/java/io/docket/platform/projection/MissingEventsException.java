package io.docket.platform.projection;

/** The row of an aggregate does not reflect the event before the one that is to be applied. */
final class MissingEventsException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    MissingEventsException(String message) {
        super(message);
    }
}
