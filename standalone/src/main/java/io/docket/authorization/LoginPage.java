package io.docket.authorization;

import static java.util.Objects.requireNonNull;

import io.docket.platform.security.NoForeignIssuer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where people log in. Without script and style: nothing but the form can be on it. */
@RestController
@Conditional(NoForeignIssuer.class)
class LoginPage implements AuthenticationFailureHandler {

    static final String PATH = "/oauth2/login";

    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="UTF-8"><title>Docket: log in</title></head>
            <body>
            <h1>Docket</h1>
            %s
            <form method="post" action="%s">
            <p><label>Name <input name="username" autocomplete="username" required autofocus></label></p>
            <p><label>Password
            <input name="password" type="password" autocomplete="current-password" required></label></p>
            <input name="%s" type="hidden" value="%s">
            <p><button>Log in</button></p>
            </form>
            </body>
            </html>
            """;

    @GetMapping(PATH)
    void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(request, response, HttpStatus.OK, "<p>Log in as one of the demo clients.</p>");
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        write(request, response, HttpStatus.UNAUTHORIZED, "<p role=\"alert\">The name or the password is wrong.</p>");
    }

    private static void write(
            HttpServletRequest request, HttpServletResponse response, HttpStatus status, String message)
            throws IOException {
        CsrfToken csrf = requireNonNull((CsrfToken) request.getAttribute(CsrfToken.class.getName()));
        response.setStatus(status.value());
        response.setContentType(MediaType.TEXT_HTML_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getOutputStream()
                .write(PAGE.formatted(message, PATH, csrf.getParameterName(), csrf.getToken())
                        .getBytes(StandardCharsets.UTF_8));
    }
}
