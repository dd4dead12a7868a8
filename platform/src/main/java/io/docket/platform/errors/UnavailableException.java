package io.docket.platform.errors;

/** Docket cannot answer now, and may a little later: 503 with {@code Retry-After}. */
public final class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Why not.
     *
     * @param message for whoever asked, without personal data
     */
    public UnavailableException(String message) {
        super(message);
    }
}
