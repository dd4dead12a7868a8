package io.docket.platform.partner;

/**
 * A partner did not answer, or answered that it cannot say: nobody knows whether what it was asked for is done. A task
 * that ends so is done again later, and the log says so in one line.
 */
public final class PartnerUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PartnerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public PartnerUnavailableException(String message) {
        super(message);
    }
}
