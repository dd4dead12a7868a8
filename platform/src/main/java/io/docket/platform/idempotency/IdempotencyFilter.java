package io.docket.platform.idempotency;

import io.docket.platform.contract.BufferedRequest;
import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import io.docket.platform.idempotency.IdempotencyStore.Outcome;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Answers a repeated POST with the answer to the first (IETF draft {@code idempotency-key-header}). Stands behind the
 * checks of the token and of the request's form, whose answers are the same each time anyway.
 */
public final class IdempotencyFilter extends OncePerRequestFilter {

    private static final String KEY = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final String CONSISTENCY_TOKEN = "Consistency-Token";
    private static final List<String> KEPT_HEADERS =
            List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION, HttpHeaders.ETAG, CONSISTENCY_TOKEN);

    private final IdempotencyStore store;
    private final Errors errors;

    public IdempotencyFilter(IdempotencyStore store, Errors errors) {
        this.store = store;
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = request.getHeader(KEY);
        if (key == null || !request.getMethod().equals("POST")) {
            chain.doFilter(request, response);
            return;
        }
        Outcome outcome = store.claim(
                request.getUserPrincipal().getName(), request.getRequestURI(), key, fingerprint((BufferedRequest)
                        request));
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
            answered = captured.getStatus() < HttpStatus.INTERNAL_SERVER_ERROR.value();
        } finally {
            if (!answered) {
                store.release(claim);
            } else if (!claim.isSettled(request)) {
                store.complete(claim, answerIn(captured));
            }
            captured.copyBodyToResponse();
        }
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

    private static String fingerprint(BufferedRequest request) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(request.body()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
