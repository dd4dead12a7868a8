package io.docket.platform.http;

import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Shows every path in its one spelling to whatever comes behind, so that all agree which resource is meant: the rules of
 * access, the quotas, the keys of repeated requests, the contract and the endpoints. Lets no target pass that is malformed.
 */
final class CanonicalPathFilter extends OncePerRequestFilter {

    /** Where requests are dispatched to when their bodies have come; they keep the path that they were sent to. */
    static final String DISPATCHED = "/";

    private final Errors errors;

    CanonicalPathFilter(Errors errors) {
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getAttribute(Errors.PATH) instanceof String known) {
            chain.doFilter(new Spelled(request, known), response);
            return;
        }
        String canonical = CanonicalPath.of(request.getRequestURI()).orElse(null);
        if (canonical == null) {
            errors.write(request, response, Failure.of(HttpStatus.BAD_REQUEST, "The request is malformed."));
            return;
        }
        if (!hasReadableQuery(request)) {
            errors.write(request, response, Failure.of(HttpStatus.BAD_REQUEST, "The query string is malformed."));
            return;
        }
        request.setAttribute(Errors.PATH, canonical);
        chain.doFilter(
                canonical.equals(request.getRequestURI()) && canonical.equals(request.getServletPath())
                        ? request
                        : new Spelled(request, canonical),
                response);
    }

    /**
     * Whoever asks for a parameter would be met by an exception that quotes the query. Forms, which are parsed together with
     * it, are read later, and refused then.
     */
    private static boolean hasReadableQuery(HttpServletRequest request) {
        if (request.getQueryString() == null || request.getMethod().equals("POST")) {
            return true;
        }
        try {
            request.getParameterMap();
            return true;
        } catch (IllegalStateException malformed) {
            return false;
        }
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    /** As long as the request is not forwarded: then it has the path of whatever answers in its place. */
    private static final class Spelled extends HttpServletRequestWrapper {

        private final String path;

        Spelled(HttpServletRequest request, String path) {
            super(request);
            this.path = path;
        }

        private boolean isForwarded() {
            return getDispatcherType() == DispatcherType.FORWARD;
        }

        @Override
        public String getRequestURI() {
            return isForwarded() ? super.getRequestURI() : path;
        }

        @Override
        public StringBuffer getRequestURL() {
            StringBuffer url = super.getRequestURL();
            if (isForwarded()) {
                return url;
            }
            int authority = url.indexOf("://") + 3;
            int end = url.indexOf("/", authority);
            url.setLength(end < 0 ? url.length() : end);
            return url.append(path);
        }

        /** Encoded, unlike what the specification says: nothing is decoded twice. */
        @Override
        public String getServletPath() {
            return isForwarded() ? super.getServletPath() : path;
        }
    }
}
