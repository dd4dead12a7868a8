package io.docket.platform.security;

import static java.util.Objects.requireNonNullElse;

import io.docket.platform.contract.Contract;
import io.docket.platform.contract.Operation;
import io.docket.platform.correlation.Correlation;
import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import io.docket.platform.refusals.RefusedRequest;
import io.docket.platform.refusals.RefusedRequests;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
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
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sees what is refused: every 401 and 403, refused logins included, and every change that a rule forbids (409, 412, 422).
 * Each is one line of the logger {@code docket.security}: what was asked for, by which client, and why it was refused. No
 * ids, no persons, no tokens. Past sixty lines a minute they are counted, those of rules by themselves. What a known client
 * was refused is put on record too.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public class RefusalLog extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger("docket.security");

    private static final String CLIENT = RefusalLog.class.getName() + ".client";
    private static final String CALLER = RefusalLog.class.getName() + ".caller";
    private static final int UNPROCESSABLE = 422;

    private static final String REASON = RefusalLog.class.getName() + ".reason";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern OBJECT_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern WRONG_CLAIM = Pattern.compile("The [a-z_]{1,20} claim is not valid");

    private final Contract contract;
    private final BiConsumer<RefusedRequest, String> records;
    private final Lines denials;
    private final Lines rules;

    @Autowired
    RefusalLog(Contract contract, RefusedRequests records) {
        this(contract, records::add, 60, Duration.ofMinutes(1));
    }

    /**
     * A log.
     *
     * @param records takes what known clients were refused, with the correlation id of the request
     * @param linesInWindow how many lines are written in a window of time before refusals are only counted
     */
    RefusalLog(Contract contract, BiConsumer<RefusedRequest, String> records, int linesInWindow, Duration window) {
        this.contract = contract;
        this.records = records;
        this.denials = new Lines(linesInWindow, window);
        this.rules = new Lines(linesInWindow, window);
    }

    /** Remembers which client a request comes from: a name that is known not to be a person's. */
    public static void comesFrom(HttpServletRequest request, String clientId) {
        request.setAttribute(CLIENT, clientId);
    }

    /** Remembers who sends a request. */
    public static void comesFrom(HttpServletRequest request, Authentication caller) {
        if (caller instanceof JwtAuthenticationToken authentication) {
            request.setAttribute(CALLER, authentication);
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
        switch (response.getStatus()) {
            case HttpServletResponse.SC_UNAUTHORIZED, HttpServletResponse.SC_FORBIDDEN ->
                refused(request, response, denials);
            case HttpServletResponse.SC_CONFLICT, HttpServletResponse.SC_PRECONDITION_FAILED, UNPROCESSABLE -> {
                if (!READS.contains(request.getMethod()) && isByRule(request, response.getStatus())) {
                    refused(request, response, rules);
                }
            }
            default -> {}
        }
    }

    /** That a request with the same key is still being answered, or that a key was used before, is no rule of a thing. */
    private static boolean isByRule(HttpServletRequest request, int status) {
        return status == HttpServletResponse.SC_PRECONDITION_FAILED
                || (request.getAttribute(Errors.FAILURE) instanceof Failure failure && failure.code() != null);
    }

    /** A request whose body came late is answered in another dispatch. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    private void refused(HttpServletRequest request, HttpServletResponse response, Lines lines) {
        int status = response.getStatus();
        if (response.getHeader(REPLAYED) != null) {
            return;
        }
        record(request, status);
        if (lines.isUnsaid(status)) {
            return;
        }
        LOG.warn("{} for {} from client {}: {}", status, asked(request), client(request), reason(request, status));
    }

    private static Object reason(HttpServletRequest request, int status) {
        return switch (status) {
            case HttpServletResponse.SC_UNAUTHORIZED ->
                requireNonNullElse(request.getAttribute(REASON), "login refused");
            case HttpServletResponse.SC_FORBIDDEN ->
                requireNonNullElse(request.getAttribute(REASON), "not allowed to this caller");
            default -> rule(request, status);
        };
    }

    private void record(HttpServletRequest request, int status) {
        Caller caller = caller(request);
        String client = caller == null
                ? (String) request.getAttribute(CLIENT)
                : requireNonNullElse(caller.client(), caller.id());
        if (client == null) {
            return;
        }
        Contract.Match match = contract.match(request);
        Operation operation = match.operation();
        String asked = asked(request);
        records.accept(
                new RefusedRequest(
                        client,
                        caller == null ? null : caller.id(),
                        caller == null ? null : caller.agentId(),
                        caller == null ? null : caller.customerNumber(),
                        operation == null ? asked : operation.id(),
                        asked,
                        objectId(match),
                        status,
                        rule(request, status)),
                Correlation.currentId());
    }

    /** The first id in the path; others are of what belongs to it. What cannot be an id may be anything, and is left out. */
    private static @Nullable String objectId(Contract.Match match) {
        return match.operation() == null
                ? null
                : match.pathVariables().entrySet().stream()
                        .filter(variable -> variable.getKey().equals("id")
                                || variable.getKey().endsWith("-id")
                                || variable.getKey().endsWith("Id"))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .filter(value -> OBJECT_ID.matcher(value).matches())
                        .orElse(null);
    }

    private static String rule(HttpServletRequest request, int status) {
        if (request.getAttribute(Errors.FAILURE) instanceof Failure failure && failure.code() != null) {
            return failure.code();
        }
        return switch (status) {
            case HttpServletResponse.SC_UNAUTHORIZED -> "unauthorized";
            case HttpServletResponse.SC_FORBIDDEN -> "forbidden";
            default -> "precondition-failed";
        };
    }

    /** Lines of a kind, of which so many are written in a while; others are counted. */
    private static final class Lines {

        private final int inWindow;
        private final Duration window;
        private final Map<Integer, Integer> unsaid = new TreeMap<>();
        private int count;

        Lines(int inWindow, Duration window) {
            this.inWindow = inWindow;
            this.window = window;
        }

        synchronized boolean isUnsaid(int status) {
            count++;
            if (count == 1) {
                CompletableFuture.delayedExecutor(window.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(this::end);
            }
            if (count > inWindow) {
                unsaid.merge(status, 1, Integer::sum);
                return true;
            }
            return false;
        }

        synchronized void end() {
            if (!unsaid.isEmpty()) {
                LOG.warn("More refusals in {}, by status: {}", window, unsaid);
            }
            unsaid.clear();
            count = 0;
        }
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
        if (path.startsWith("/console")) {
            return "/console";
        }
        Operation operation = contract.match(request).operation();
        return operation == null
                ? "an unknown path"
                : operation.method() + " " + operation.pattern().getPatternString();
    }

    private static @Nullable Caller caller(HttpServletRequest request) {
        return request.getAttribute(CALLER) instanceof JwtAuthenticationToken authentication
                ? Caller.of(authentication)
                : null;
    }

    private static String client(HttpServletRequest request) {
        Caller caller = caller(request);
        Object client = caller == null ? request.getAttribute(CLIENT) : caller.client();
        return client != null && CLIENT_ID.matcher(client.toString()).matches() ? client.toString() : "unknown";
    }
}
