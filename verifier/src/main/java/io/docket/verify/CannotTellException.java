package io.docket.verify;

/** What was asked for cannot be read, or the command is none. */
final class CannotTellException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotTellException(String message) {
        super(message);
    }

    CannotTellException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
