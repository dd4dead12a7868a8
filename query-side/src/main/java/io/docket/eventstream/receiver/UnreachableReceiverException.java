package io.docket.eventstream.receiver;

/** There is no address of a receiver that requests may go to. The message is fit for its client. */
public final class UnreachableReceiverException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreachableReceiverException(String message) {
        super(message);
    }
}
