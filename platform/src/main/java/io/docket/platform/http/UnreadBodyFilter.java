package io.docket.platform.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes what is left of the body of a request that was answered without it, as refusals are, so that the client reads
 * the answer, and then closes the connection. The container would do that too, but keep a thread waiting.
 */
final class UnreadBodyFilter extends OncePerRequestFilter {

    private final Duration within;

    UnreadBodyFilter(Duration within) {
        this.within = within;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!BodyReception.isPending(request) || BodyReception.isBuffered(request)) {
            chain.doFilter(request, response);
            return;
        }
        // A connection that is closed behind an asynchronous answer is not read from again.
        response.setHeader(HttpHeaders.CONNECTION, "close");
        chain.doFilter(request, response);
        if (!request.isAsyncStarted() && BodyReception.isPending(request)) {
            BodyReception.begin(
                    request, within, 0, AdmissionFilter.MAX_RECEIVED_BYTES, (async, outcome, none) -> async.complete());
        }
    }
}
