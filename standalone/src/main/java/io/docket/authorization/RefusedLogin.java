package io.docket.authorization;

import io.docket.platform.security.RefusalLog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;

/**
 * Answers a client that could not be authenticated (RFC 6749, section 5.2), and names it to the log of refusals if there is
 * such a client: what else stands in its place may be anything, such as a password.
 */
class RefusedLogin implements AuthenticationFailureHandler {

    private final Collection<String> clients;
    private final BasicAuthenticationConverter basic = new BasicAuthenticationConverter();

    RefusedLogin(Collection<String> clients) {
        this.clients = clients;
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        String client = clientOf(request);
        if (clients.contains(client)) {
            RefusalLog.comesFrom(request, client);
        }
        String error = failure instanceof OAuth2AuthenticationException known
                ? known.getError().getErrorCode()
                : OAuth2ErrorCodes.INVALID_CLIENT;
        if (error.equals(OAuth2ErrorCodes.INVALID_CLIENT)) {
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"docket\"");
        } else {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream().write(("{\"error\":\"" + error + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private String clientOf(HttpServletRequest request) {
        try {
            UsernamePasswordAuthenticationToken login = basic.convert(request);
            return login == null ? "" : login.getName();
        } catch (AuthenticationException notReadable) {
            return "";
        }
    }
}
