package io.docket.platform.contract;

import io.docket.common.api.FieldError;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets only such requests through to the endpoints as the {@link Contract} describes: an operation that exists, all
 * parameters and the body in the published form. All that is wrong is answered at once.
 */
public final class ContractFilter extends OncePerRequestFilter {

    private static final int MAX_BODY_BYTES = 256 * 1024;
    private static final int MAX_NESTING = 50;

    private final Contract contract;
    private final ProblemWriter problems;
    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    public ContractFilter(Contract contract, ProblemWriter problems) {
        this.contract = contract;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Contract.Match match = contract.match(request.getMethod(), request.getRequestURI());
        Operation operation = match.operation();
        if (operation == null) {
            answerUnknown(response, match);
            return;
        }
        if (!operation.acceptsPath(match.pathVariables())) {
            problems.write(response, Refusal.notFound());
            return;
        }
        byte[] body = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            response.setHeader(HttpHeaders.CONNECTION, "close");
            problems.write(response, HttpStatus.CONTENT_TOO_LARGE, "A body may have at most 256 KiB.");
            return;
        }
        if (body.length > 0 && operation.body().isPresent() && !isJson(request.getContentType())) {
            response.setHeader(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
            problems.write(response, HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json.");
            return;
        }
        List<FieldError> errors = new ArrayList<>();
        try {
            errors.addAll(operation.validateParameters(request));
        } catch (IllegalStateException malformedQuery) {
            problems.write(response, HttpStatus.BAD_REQUEST, "The query string is malformed.");
            return;
        }
        if (body.length > 0 && operation.body().isPresent()) {
            JsonNode parsed;
            try {
                parsed = json.readTree(body);
            } catch (JacksonException e) {
                problems.write(response, HttpStatus.BAD_REQUEST, "The body is not well-formed JSON.");
                return;
            }
            if (!parsed.isObject()) {
                problems.write(response, HttpStatus.BAD_REQUEST, "The body must be a JSON object.");
                return;
            }
            errors.addAll(operation.validateBody(parsed));
        } else if (operation.body().map(Body::required).orElse(false)) {
            problems.write(response, HttpStatus.BAD_REQUEST, "A JSON body is required.");
            return;
        }
        if (errors.isEmpty()) {
            chain.doFilter(new BufferedRequest(request, body), response);
        } else {
            problems.write(response, Refusal.invalid(errors));
        }
    }

    private void answerUnknown(HttpServletResponse response, Contract.Match match) throws IOException {
        if (match.allowed().isEmpty()) {
            problems.write(response, Refusal.notFound());
        } else {
            response.setHeader(HttpHeaders.ALLOW, String.join(", ", match.allowed()));
            problems.write(response, HttpStatus.METHOD_NOT_ALLOWED, "The resource does not support this method.");
        }
    }

    private static boolean isJson(@org.jspecify.annotations.Nullable String contentType) {
        try {
            if (contentType == null) {
                return false;
            }
            MediaType type = MediaType.parseMediaType(contentType);
            return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                    && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException | IllegalCharsetNameException | UnsupportedCharsetException e) {
            return false;
        }
    }
}
