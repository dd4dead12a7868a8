package io.docket.platform.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Holds clients to the {@link RequestLimit}s. Stands behind the check of the token, whose subject is the client. */
public final class RequestLimitFilter extends OncePerRequestFilter {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MAX_CLIENTS = 100_000;

    private final List<RequestLimit> limits;
    private final Errors errors;

    /** A bucket that has not been used for a minute is full again, and need not be kept. */
    private final Cache<Client, Bucket> buckets = Caffeine.newBuilder()
            .expireAfterAccess(MINUTE)
            .maximumSize(MAX_CLIENTS)
            .build();

    public RequestLimitFilter(List<RequestLimit> limits, Errors errors) {
        this.limits = List.copyOf(limits);
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        for (RequestLimit limit : limits) {
            if (limit.covers(request.getServletPath())) {
                var client = new Client(limit, request.getUserPrincipal().getName());
                ConsumptionProbe probe =
                        buckets.get(client, RequestLimitFilter::bucket).tryConsumeAndReturnRemaining(1);
                if (!probe.isConsumed()) {
                    refuse(request, response, Duration.ofNanos(probe.getNanosToWaitForRefill()));
                    return;
                }
            }
        }
        chain.doFilter(request, response);
    }

    private static Bucket bucket(Client client) {
        int capacity = client.limit.requestsPerMinute();
        return Bucket.builder()
                .addLimit(bandwidth -> bandwidth.capacity(capacity).refillGreedy(capacity, MINUTE))
                .build();
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Duration wait) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds() + 1));
        errors.write(
                request,
                response,
                Failure.of(HttpStatus.TOO_MANY_REQUESTS, "Too many requests; try again a little later."));
    }

    private record Client(RequestLimit limit, String subject) {}
}
