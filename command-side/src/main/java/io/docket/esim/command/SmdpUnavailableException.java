package io.docket.esim.command;

import io.docket.platform.partner.PartnerUnavailableException;

/** The SM-DP+ did not answer, or answered that it cannot say. */
final class SmdpUnavailableException extends PartnerUnavailableException {

    private static final long serialVersionUID = 1L;

    SmdpUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    SmdpUnavailableException(String message) {
        super(message);
    }
}
