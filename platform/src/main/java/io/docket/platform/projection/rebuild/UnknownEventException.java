package io.docket.platform.projection.rebuild;

/** An event that may concern the read model is known to a newer version of the application alone. */
final class UnknownEventException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    UnknownEventException(String message) {
        super(message);
    }
}
