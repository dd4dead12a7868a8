package io.docket.platform.security;

import org.springframework.security.core.AuthenticationException;

/** A token cannot be checked: neither the client nor the token is to blame. */
public final class IssuerOutageException extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    IssuerOutageException(Throwable cause) {
        super("Tokens cannot be checked now", cause);
    }
}
