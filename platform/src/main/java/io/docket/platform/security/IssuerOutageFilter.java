package io.docket.platform.security;

import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers 503 where a token cannot be checked: neither the client nor the token is to blame. */
final class IssuerOutageFilter extends OncePerRequestFilter {

    private static final String RETRY_AFTER_SECONDS = "2";

    private final IssuerAccess issuer;
    private final Errors errors;

    IssuerOutageFilter(IssuerAccess issuer, Errors errors) {
        this.issuer = issuer;
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (AuthenticationServiceException | JwtDecoderInitializationException e) {
            issuer.failed(e);
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            errors.write(
                    request,
                    response,
                    Failure.of(
                            HttpStatus.SERVICE_UNAVAILABLE, "Tokens cannot be checked now. Try again a little later."));
        }
    }
}
