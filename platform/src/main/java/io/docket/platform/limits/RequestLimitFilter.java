package io.docket.platform.limits;

import io.docket.platform.errors.Errors;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Holds each client to its quotas of reads and of writes, over all APIs, and to the {@link RequestLimit}s of single ones.
 * Stands behind the check of the token, whose subject is the client.
 */
public final class RequestLimitFilter extends OncePerRequestFilter {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final Quota reads;
    private final Quota writes;
    private final Map<RequestLimit, Quota> ofApis = new LinkedHashMap<>();
    private final Errors errors;

    public RequestLimitFilter(UsageLimits limits, List<RequestLimit> ofApis, Errors errors) {
        this.reads = new Quota(limits.readsPerMinute());
        this.writes = new Quota(limits.writesPerMinute());
        ofApis.forEach(limit -> this.ofApis.put(limit, new Quota(limit.requestsPerMinute())));
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Principal client = request.getUserPrincipal();
        Duration wait = client == null ? Duration.ZERO : take(request, client.getName());
        if (wait.isZero()) {
            chain.doFilter(request, response);
        } else {
            TooManyRequests.answer(request, response, errors, wait);
        }
    }

    private Duration take(HttpServletRequest request, String client) {
        Duration wait = (READS.contains(request.getMethod()) ? reads : writes).take(client);
        for (Map.Entry<RequestLimit, Quota> limit : ofApis.entrySet()) {
            if (wait.isZero() && limit.getKey().covers(request.getServletPath())) {
                wait = limit.getValue().take(client);
            }
        }
        return wait;
    }
}
