package io.docket.platform.limits;

import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers so many requests at the same time, and no more. For large answers to whoever asks: one who does not take them
 * keeps a thread, and is not to keep them all.
 */
public final class ConcurrencyLimitFilter extends OncePerRequestFilter {

    private final Semaphore places;
    private final Errors errors;

    public ConcurrencyLimitFilter(int places, Errors errors) {
        this.places = new Semaphore(places);
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!places.tryAcquire()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            errors.write(request, response, Failure.of(HttpStatus.SERVICE_UNAVAILABLE, "Try again a little later."));
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            places.release();
        }
    }
}
