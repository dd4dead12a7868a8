package io.docket.platform.idempotency;

import io.docket.platform.database.PassingFault;
import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import io.docket.platform.errors.UnavailableException;
import io.docket.platform.http.BufferedRequest;
import io.docket.platform.idempotency.IdempotencyStore.Outcome;
import io.docket.platform.logging.LogLimit;
import io.docket.platform.recordedlog.RecordUnavailableException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Answers a repeated change with the answer to the first (IETF draft {@code idempotency-key-header}). Stands behind the
 * checks of the token and of the request's form, whose answers are the same each time anyway, and before what depends on
 * the time: rules, and the version that {@code If-Match} names.
 */
public final class IdempotencyFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(IdempotencyFilter.class);

    private static final Set<String> CHANGES = Set.of("POST", "PUT", "DELETE");
    private static final int MAX_TARGET = 255;

    private static final String KEY = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final String CONSISTENCY_TOKEN = "Consistency-Token";
    private static final List<String> KEPT_HEADERS =
            List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION, HttpHeaders.ETAG, CONSISTENCY_TOKEN);

    private final IdempotencyStore store;
    private final Errors errors;
    private final LogLimit logLimit = new LogLimit();

    public IdempotencyFilter(IdempotencyStore store, Errors errors) {
        this.store = store;
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = request.getHeader(KEY);
        if (key == null || !CHANGES.contains(request.getMethod())) {
            chain.doFilter(request, response);
            return;
        }
        Outcome outcome;
        try {
            outcome = store.claim(
                    request.getUserPrincipal().getName(),
                    target(request),
                    key,
                    sha256(((BufferedRequest) request).body()));
        } catch (DataAccessException | TransactionException | RecordUnavailableException e) {
            refuse(request, response, e);
            return;
        }
        if (outcome instanceof Outcome.Claimed claimed) {
            answer(claimed.claim(), request, response, chain);
        } else if (outcome instanceof Outcome.Answered answered) {
            replay(answered, response);
        } else if (outcome instanceof Outcome.Running) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            errors.write(
                    request,
                    response,
                    Failure.of(HttpStatus.CONFLICT, "A request with this Idempotency-Key is still running."));
        } else {
            errors.write(
                    request,
                    response,
                    Failure.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "This Idempotency-Key was used for another request body."));
        }
    }

    private void answer(
            IdempotencyClaim claim, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        claim.attachTo(request);
        var captured = new ContentCachingResponseWrapper(response);
        boolean answered = false;
        try {
            chain.doFilter(request, captured);
            answered = isKept(captured.getStatus());
        } finally {
            if (!answered) {
                release(claim, claim.isInDoubt(request));
            }
        }
        if (answered && !claim.isSettled(request)) {
            try {
                store.complete(claim, answerIn(captured));
            } catch (DataAccessException | TransactionException | UnavailableException e) {
                captured.resetBuffer();
                refuse(request, captured, e);
            }
        }
        captured.copyBodyToResponse();
    }

    /** A request that was wrong in itself may be corrected, and sent with the same key. */
    private static boolean isKept(int status) {
        return status < HttpStatus.INTERNAL_SERVER_ERROR.value() && status != HttpStatus.BAD_REQUEST.value();
    }

    /** Without the database the claim ends by itself, when its lease does. */
    private void release(IdempotencyClaim claim, boolean isInDoubt) {
        try {
            store.release(claim, isInDoubt);
        } catch (DataAccessException | TransactionException | RecordUnavailableException e) {
            logLimit.log(more -> LOG.warn(
                    "A failed request keeps its Idempotency-Key for now: {}{}",
                    PassingFault.message(e),
                    more == 0 ? "" : " (and " + more + " requests before)"));
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, RuntimeException unavailable)
            throws IOException {
        logLimit.log(more -> LOG.warn(
                "Cannot answer now: {}{}",
                PassingFault.message(unavailable),
                more == 0 ? "" : " (and " + more + " requests before)"));
        response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        errors.write(request, response, Failure.of(HttpStatus.SERVICE_UNAVAILABLE, "Try again a little later."));
    }

    private static Answer answerIn(ContentCachingResponseWrapper response) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : KEPT_HEADERS) {
            String value = response.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return new Answer(response.getStatus(), headers, response.getContentAsByteArray());
    }

    private static void replay(Outcome.Answered answered, HttpServletResponse response) throws IOException {
        Answer answer = answered.answer();
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        if (answered.position() != null) {
            response.setHeader(CONSISTENCY_TOKEN, String.valueOf(answered.position()));
        }
        response.setHeader(REPLAYED, "true");
        response.setContentLength(answer.body().length);
        response.getOutputStream().write(answer.body());
    }

    /** Method and path; of a path that is longer than a record has room for, its digest. */
    private static String target(HttpServletRequest request) {
        String target = request.getMethod() + " " + request.getRequestURI();
        return target.length() <= MAX_TARGET ? target : sha256(target.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
