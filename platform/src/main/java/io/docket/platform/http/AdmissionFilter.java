package io.docket.platform.http;

import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import io.docket.platform.http.BodyReception.Outcome;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a request in when its body has been received, as a {@link BufferedRequest}, and there is a place for it.
 *
 * <p>A body that lies in the container's buffer, as most do, costs nothing; while another one comes, no thread is held, and
 * then the request is dispatched anew. Stands behind the check of the token, so that nobody has to wait for the body of
 * somebody unknown. Of those that are in, there are so many and no more; another one gets 503 at once. When all that are in
 * wait, for a database that does not answer or for a client that does not take its answer, some threads are still free to
 * say so, and to answer health checks.
 */
public final class AdmissionFilter extends OncePerRequestFilter {

    /** Of larger bodies, so much is received and thrown away, so that the client reads the refusal. */
    static final int MAX_RECEIVED_BYTES = 1024 * 1024;

    private static final String RETRY_AFTER_SECONDS = "1";
    private static final String RECEIVED = AdmissionFilter.class.getName() + ".received";

    private final Semaphore places;
    private final int maxBytes;
    private final Duration within;
    private final Errors errors;

    /**
     * A filter for bodies of a certain size.
     *
     * @param places how many requests may be in at the same time
     * @param maxBytes the largest body; a larger one is answered 413
     * @param within the time that a body may take from its first byte to its last; a slower one is answered 408
     */
    public AdmissionFilter(int places, int maxBytes, Duration within, Errors errors) {
        this.places = new Semaphore(places);
        this.maxBytes = maxBytes;
        this.within = within;
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isAsyncDispatch(request)) {
            byte[] received = (byte[]) request.getAttribute(RECEIVED);
            request.removeAttribute(RECEIVED);
            goOn(request, response, received, chain);
        } else if (!BodyReception.isPending(request)) {
            goOn(request, response, new byte[0], chain);
        } else if (request.getContentLengthLong() > maxBytes) {
            refuse(request, response, Outcome.TOO_LARGE);
        } else if (BodyReception.isBuffered(request)) {
            // It may have come since the UnreadBodyFilter looked.
            response.setHeader(HttpHeaders.CONNECTION, null);
            goOn(request, response, request.getInputStream().readNBytes((int) request.getContentLengthLong()), chain);
        } else {
            BodyReception.begin(
                    request,
                    within,
                    maxBytes,
                    MAX_RECEIVED_BYTES,
                    (async, outcome, body) -> received(async, outcome, body, request, response));
        }
    }

    /** An endpoint that answers later is dispatched too, when there is no body to give it any more. */
    private void goOn(
            HttpServletRequest request, HttpServletResponse response, byte @Nullable [] body, FilterChain chain)
            throws ServletException, IOException {
        if (body == null) {
            chain.doFilter(request, response);
            return;
        }
        BufferedRequest received;
        try {
            received = isForm(request) ? new FormRequest(request, body) : new BufferedRequest(request, body);
        } catch (IllegalArgumentException malformed) {
            errors.write(request, response, Failure.of(HttpStatus.BAD_REQUEST, "The form is malformed."));
            return;
        }
        letIn(received, response, chain);
    }

    private void letIn(BufferedRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!places.tryAcquire()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
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

    private void received(
            AsyncContext async, Outcome outcome, byte[] body, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (outcome == Outcome.COMPLETE) {
            request.setAttribute(RECEIVED, body);
            response.setHeader(HttpHeaders.CONNECTION, null);
            async.dispatch(CanonicalPathFilter.DISPATCHED);
        } else {
            refuse(request, response, outcome);
            async.complete();
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Outcome outcome) throws IOException {
        response.setHeader(HttpHeaders.CONNECTION, "close");
        errors.write(
                request,
                response,
                outcome == Outcome.TOO_SLOW
                        ? Failure.of(
                                HttpStatus.REQUEST_TIMEOUT,
                                "The body did not arrive within " + within.toSeconds() + " seconds.")
                        : Failure.of(
                                HttpStatus.CONTENT_TOO_LARGE, "A body may have at most " + maxBytes / 1024 + " KiB."));
    }

    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null
                && type.regionMatches(
                        true,
                        0,
                        MediaType.APPLICATION_FORM_URLENCODED_VALUE,
                        0,
                        MediaType.APPLICATION_FORM_URLENCODED_VALUE.length());
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }
}
