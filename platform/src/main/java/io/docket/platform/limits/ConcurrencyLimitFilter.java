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
 * Answers so many requests at the same time, and no more; those past it get 503 at once. When all that are in wait, for a
 * database that does not answer or for a client that does not take its answer, some threads are still free to say so, and
 * to answer health checks.
 */
public final class ConcurrencyLimitFilter extends OncePerRequestFilter {

    private final Semaphore places;
    private final Errors errors;

    /** @param places how many */
    public ConcurrencyLimitFilter(int places, Errors errors) {
        this.places = new Semaphore(places);
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!places.tryAcquire()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            errors.write(
                    request, response, Failure.of(HttpStatus.SERVICE_UNAVAILABLE, "Too many requests are under way."));
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            places.release();
        }
    }
}
