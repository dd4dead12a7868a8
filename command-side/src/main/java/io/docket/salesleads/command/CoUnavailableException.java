package io.docket.salesleads.command;

import io.docket.platform.partner.PartnerUnavailableException;

/** The communication operator did not answer, or answered that it cannot say. */
final class CoUnavailableException extends PartnerUnavailableException {

    private static final long serialVersionUID = 1L;

    CoUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    CoUnavailableException(String message) {
        super(message);
    }
}
