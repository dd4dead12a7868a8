package io.docket.platform.contract;

import io.docket.common.api.Refusal;
import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies of the right form that break a {@link BodyRule}. Stands behind the answers to repeated requests: a rule may
 * be broken today that was kept when the request came first.
 */
public final class BodyRuleFilter extends OncePerRequestFilter {

    static final String VIOLATIONS = BodyRuleFilter.class.getName() + ".violations";

    private final Errors errors;

    public BodyRuleFilter(Errors errors) {
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getAttribute(VIOLATIONS) instanceof Refusal violations) {
            errors.write(request, response, Failure.of(violations));
        } else {
            chain.doFilter(request, response);
        }
    }
}
