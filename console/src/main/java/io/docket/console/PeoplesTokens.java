package io.docket.console;

import io.docket.platform.security.IssuerOutageException;
import io.docket.platform.security.RefusalLog;
import io.docket.platform.security.RememberedTokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The access token of who has logged in, in a cookie: whichever process is asked knows the person, and none remembers
 * anybody. A token counts here as it does for the APIs, and no longer.
 */
final class PeoplesTokens extends OncePerRequestFilter implements OAuth2AuthorizedClientRepository {

    private static final String COOKIE = "docket-console";
    private static final String PATH = "/console";

    /** What all browsers keep of a name and a value. */
    private static final int MOST_CHARACTERS = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(PeoplesTokens.class);

    private final RememberedTokens tokens;
    private final Clock clock;

    PeoplesTokens(RememberedTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String token = Cookies.get(COOKIE, request);
        if (token != null) {
            try {
                Authentication person = tokens.authenticate(new BearerTokenAuthenticationToken(token));
                SecurityContextHolder.getContext().setAuthentication(person);
                RefusalLog.comesFrom(request, person);
            } catch (IssuerOutageException e) {
                ConsoleProblems.show(503, request, response);
                return;
            } catch (AuthenticationException e) {
                forget(request, response);
            }
        }
        chain.doFilter(request, response);
    }

    static void forget(HttpServletRequest request, HttpServletResponse response) {
        Cookies.remove(COOKIE, PATH, request, response);
    }

    /**
     * Keeps the token of who logs in.
     *
     * @throws OAuth2AuthenticationException if browsers would not keep it: they would go to the login again and again
     */
    @Override
    public void saveAuthorizedClient(
            OAuth2AuthorizedClient client,
            Authentication principal,
            HttpServletRequest request,
            HttpServletResponse response) {
        String token = client.getAccessToken().getTokenValue();
        if (COOKIE.length() + token.length() > MOST_CHARACTERS) {
            LOG.warn(
                    "Nobody can log in with a token of {} characters: the issuer has to put less into it",
                    token.length());
            throw new OAuth2AuthenticationException(new OAuth2Error("token_too_long"));
        }
        Instant expiry = client.getAccessToken().getExpiresAt();
        Duration left = expiry == null ? Duration.ofMinutes(5) : Duration.between(clock.instant(), expiry);
        Cookies.put(COOKIE, token, PATH, left, request, response);
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
            String clientRegistrationId, Authentication principal, HttpServletRequest request) {
        return null;
    }

    @Override
    public void removeAuthorizedClient(
            String clientRegistrationId,
            Authentication principal,
            HttpServletRequest request,
            HttpServletResponse response) {
        forget(request, response);
    }
}
