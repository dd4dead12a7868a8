package io.docket.platform.errors;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;
import tools.jackson.databind.json.JsonMapper;

/** Answers requests that fail, each in the shape of its API. */
@Component
public final class Errors {

    /** The attribute of a request that holds the path that the client asked for, in its one spelling. */
    public static final String PATH = Errors.class.getName() + ".path";

    /** The attribute of a request that holds the {@link Failure} that it was answered with. */
    public static final String FAILURE = Errors.class.getName() + ".failure";

    private final ErrorShapes shapes;
    private final LocaleResolver languages;
    private final JsonMapper json;

    Errors(ErrorShapes shapes, LocaleResolver languages, JsonMapper json) {
        this.shapes = shapes;
        this.languages = languages;
        this.json = json;
    }

    /** The answer of an endpoint. */
    public ResponseEntity<Object> answer(HttpServletRequest request, Failure failure, HttpHeaders headers) {
        request.setAttribute(FAILURE, failure);
        ErrorShape shape = shapes.of(path(request));
        return ResponseEntity.status(failure.status())
                .headers(headers)
                .contentType(shape.mediaType())
                .body(shape.body(failure, languages.resolveLocale(request)));
    }

    /** Answers where there is no endpoint to do it: in filters and security handlers. */
    public void write(HttpServletRequest request, HttpServletResponse response, Failure failure) throws IOException {
        request.setAttribute(FAILURE, failure);
        ErrorShape shape = shapes.of(path(request));
        byte[] body = json.writeValueAsBytes(shape.body(failure, languages.resolveLocale(request)));
        response.setStatus(failure.status().value());
        response.setContentType(shape.mediaType().toString());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** The path that the client asked for, also while its failure is being answered. */
    private static String path(HttpServletRequest request) {
        return request.getAttribute(PATH) instanceof String asked ? asked : request.getServletPath();
    }
}
