package io.docket.platform.idempotency;

import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Writes {@link LongAnswer}s, one at a time. One that cannot be brought to its end is cut off, so that nobody takes its begin
 * for the whole. Stands before the {@link IdempotencyFilter}, which keeps the receipts.
 */
public final class LongAnswerFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(LongAnswerFilter.class);

    private static final String RETRY_AFTER_SECONDS = "10";

    private final List<LongAnswer> answers;
    private final Errors errors;
    private final Semaphore place = new Semaphore(1);

    public LongAnswerFilter(List<LongAnswer> answers, Errors errors) {
        this.answers = List.copyOf(answers);
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<LongAnswer> answer =
                answers.stream().filter(known -> known.answers(request)).findFirst();
        if (answer.isEmpty()) {
            chain.doFilter(request, response);
        } else if (place.tryAcquire()) {
            try {
                write(answer.get(), request, response, chain);
            } finally {
                place.release();
            }
        } else {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            errors.write(
                    request,
                    response,
                    Failure.of(HttpStatus.SERVICE_UNAVAILABLE, "Another answer of this kind is being written."));
        }
    }

    private static void write(
            LongAnswer answer, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var captured = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, captured);
        if (captured.getStatus() != HttpStatus.OK.value()) {
            captured.copyBodyToResponse();
            return;
        }
        try {
            answer.write(captured.getContentAsByteArray(), response);
        } catch (IOException | RuntimeException e) {
            LOG.warn("An answer was cut off: {}", e.getClass().getName());
            throw new CloseNowException("An answer was cut off", e);
        }
    }
}
