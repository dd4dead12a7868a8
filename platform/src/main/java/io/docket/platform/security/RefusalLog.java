package io.docket.platform.security;

import io.docket.platform.contract.Contract;
import io.docket.platform.contract.Operation;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Logs every 401 and 403, refused logins included, as one line of the logger {@code docket.security}: what was asked for,
 * by which client, and why it was refused. No ids, no persons, no tokens. Past sixty lines a minute they are counted.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public class RefusalLog extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger("docket.security");

    private static final String CLIENT = RefusalLog.class.getName() + ".client";
    private static final String REASON = RefusalLog.class.getName() + ".reason";
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern WRONG_CLAIM = Pattern.compile("The [a-z_]{1,20} claim is not valid");

    private final Contract contract;
    private final int linesInWindow;
    private final Duration window;

    private int lines;
    private final Map<Integer, Integer> unsaid = new TreeMap<>();

    @Autowired
    RefusalLog(Contract contract) {
        this(contract, 60, Duration.ofMinutes(1));
    }

    /**
     * A log.
     *
     * @param linesInWindow how many lines are written in a window of time before refusals are only counted
     */
    RefusalLog(Contract contract, int linesInWindow, Duration window) {
        this.contract = contract;
        this.linesInWindow = linesInWindow;
        this.window = window;
    }

    /** Remembers which client a request comes from: a name that is known not to be a person's. */
    public static void comesFrom(HttpServletRequest request, String clientId) {
        request.setAttribute(CLIENT, clientId);
    }

    static void comesFrom(HttpServletRequest request, Authentication caller) {
        if (caller instanceof JwtAuthenticationToken authentication) {
            Jwt token = authentication.getToken();
            String client = token.getClaimAsString("client_id");
            comesFrom(request, Objects.requireNonNullElse(client, String.valueOf(token.getClaimAsString("azp"))));
        }
    }

    /** Remembers why a request is refused that has no valid token. */
    static void unauthenticated(HttpServletRequest request, Exception failure) {
        request.setAttribute(REASON, reason(failure));
    }

    /** In words of our own: messages about a token may quote it. */
    private static String reason(Exception failure) {
        if (!(failure instanceof OAuth2AuthenticationException)) {
            return "no token";
        }
        if (!(failure.getCause() instanceof JwtValidationException invalid)) {
            return "token of no known form or signature";
        }
        return invalid.getErrors().stream()
                .map(OAuth2Error::getDescription)
                .map(described -> described == null ? "" : described)
                .map(described -> described.startsWith("Jwt expired")
                        ? "token expired"
                        : WRONG_CLAIM.matcher(described).matches() ? described : "token not acceptable")
                .findFirst()
                .orElse("token not acceptable");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, response);
        if (isAsyncStarted(request)) {
            return;
        }
        int status = response.getStatus();
        if (status == HttpServletResponse.SC_UNAUTHORIZED || status == HttpServletResponse.SC_FORBIDDEN) {
            refused(request, status);
        }
    }

    /** A request whose body came late is answered in another dispatch. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    private void refused(HttpServletRequest request, int status) {
        if (isUnsaid(status)) {
            return;
        }
        LOG.warn(
                "{} for {} from client {}: {}",
                status,
                asked(request),
                client(request),
                Objects.requireNonNullElse(
                        request.getAttribute(REASON), status == 401 ? "login refused" : "not allowed to this caller"));
    }

    private synchronized boolean isUnsaid(int status) {
        lines++;
        if (lines == 1) {
            CompletableFuture.delayedExecutor(window.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::endWindow);
        }
        if (lines > linesInWindow) {
            unsaid.merge(status, 1, Integer::sum);
            return true;
        }
        return false;
    }

    private synchronized void endWindow() {
        if (!unsaid.isEmpty()) {
            LOG.warn("More refusals in {}, by status: {}", window, unsaid);
        }
        unsaid.clear();
        lines = 0;
    }

    /** The path as the contract names it: the one of the request may hold anything. */
    private String asked(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (path.equals("/oauth2/token") || path.equals("/oauth2/login")) {
            return "a login";
        }
        if (path.startsWith("/actuator")) {
            return "/actuator";
        }
        Operation operation = contract.match(request).operation();
        return operation == null
                ? "an unknown path"
                : operation.method() + " " + operation.pattern().getPatternString();
    }

    private static String client(HttpServletRequest request) {
        @Nullable Object client = request.getAttribute(CLIENT);
        return client != null && CLIENT_ID.matcher(client.toString()).matches() ? client.toString() : "unknown";
    }
}
