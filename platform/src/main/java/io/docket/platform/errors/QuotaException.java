package io.docket.platform.errors;

/** A client has as much as it may have at the same time: 429 with {@code Retry-After}. */
public final class QuotaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * What it has.
     *
     * @param message for whoever asked, without personal data
     */
    public QuotaException(String message) {
        super(message);
    }
}
