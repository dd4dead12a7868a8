package io.docket.platform.correlation;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Takes {@code X-Correlation-ID} from the request, or makes one, and sends it back on every response. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class CorrelationFilter extends OncePerRequestFilter {

    private static final String HEADER = "X-Correlation-ID";
    private static final Pattern FORMAT = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final Errors errors;

    CorrelationFilter(Errors errors) {
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // An answer that is being made later, or anew after a failure, has its id already.
        String given = response.getHeader(HEADER);
        String sent = given == null ? request.getHeader(HEADER) : given;
        boolean valid = sent == null || FORMAT.matcher(sent).matches();
        String correlationId = sent != null && valid ? sent : UUID.randomUUID().toString();
        response.setHeader(HEADER, correlationId);
        MDC.put(Correlation.ID, correlationId);
        try {
            if (valid) {
                chain.doFilter(request, response);
            } else {
                errors.write(
                        request,
                        response,
                        Failure.of(Refusal.invalid(
                                HEADER,
                                ErrorLiteral.INVALID_FORMAT,
                                HEADER + " must be 1 to 128 visible characters.")));
            }
        } finally {
            MDC.remove(Correlation.ID);
        }
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }
}
