package io.docket.authorization;

import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses authorization codes to clients that get their tokens by credentials. The authorization server would send the
 * refusal to an address of the client, and fails where there is none.
 */
final class ClientsWithoutCodes extends OncePerRequestFilter {

    private static final String AUTHORIZE = "/oauth2/authorize";

    private final Set<String> clients;
    private final Errors errors;

    ClientsWithoutCodes(Set<String> clients, Errors errors) {
        this.clients = clients;
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String client = request.getParameter("client_id");
        if (request.getServletPath().equals(AUTHORIZE) && client != null && clients.contains(client)) {
            errors.write(
                    request,
                    response,
                    Failure.of(HttpStatus.BAD_REQUEST, "This client gets its tokens by client_credentials."));
        } else {
            chain.doFilter(request, response);
        }
    }
}
