package io.docket.cardorders.command;

import io.docket.platform.partner.PartnerUnavailableException;

/** The card management system did not answer, or answered that it cannot say. */
final class CardSystemUnavailableException extends PartnerUnavailableException {

    private static final long serialVersionUID = 1L;

    CardSystemUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    CardSystemUnavailableException(String message) {
        super(message);
    }
}
