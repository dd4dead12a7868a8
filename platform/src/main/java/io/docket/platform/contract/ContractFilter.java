package io.docket.platform.contract;

import io.docket.common.api.FieldError;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import io.docket.platform.http.Acceptance;
import io.docket.platform.http.BufferedRequest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Lets only such requests through to the endpoints as the {@link Contract} describes: an operation that exists, all
 * parameters and the body, which has been received, in the published form. All that is wrong is answered at once, broken
 * {@link BodyRule}s included; where nothing else is wrong, they are left to whoever takes the {@link CheckedBody}.
 */
public final class ContractFilter extends OncePerRequestFilter {

    private final Contract contract;
    private final List<BodyRule> rules;
    private final Errors errors;
    private final StrictJson json = new StrictJson();

    public ContractFilter(Contract contract, List<BodyRule> rules, Errors errors) {
        this.contract = contract;
        this.rules = rules;
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Contract.Match match = contract.match(request);
        Operation operation = match.operation();
        if (operation == null) {
            answerUnknown(request, response, match);
            return;
        }
        if (!operation.acceptsPath(match.pathVariables())) {
            errors.write(request, response, Failure.of(Refusal.notFound()));
            return;
        }
        if (!operation.isAcceptedBy(Acceptance.in(Collections.list(request.getHeaders(HttpHeaders.ACCEPT))))) {
            errors.write(
                    request,
                    response,
                    Failure.of(HttpStatus.NOT_ACCEPTABLE, "The answer comes in no form that Accept allows."));
            return;
        }
        byte[] body = ((BufferedRequest) request).body();
        if (body.length > 0 && operation.body().isPresent() && !isJson(request.getContentType())) {
            response.setHeader(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
            errors.write(
                    request,
                    response,
                    Failure.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json."));
            return;
        }
        List<FieldError> wrong = new ArrayList<>();
        try {
            wrong.addAll(operation.validateParameters(request));
        } catch (IllegalStateException malformedQuery) {
            refuse(request, response, "The query string is malformed.");
            return;
        }
        if (body.length > 0 && operation.body().isPresent()) {
            StrictJson.Parsed read;
            try {
                read = json.read(StrictJson.text(body));
            } catch (CharacterCodingException | JacksonException e) {
                refuse(request, response, "The body is not well-formed JSON.");
                return;
            }
            JsonNode parsed = read.json();
            if (!parsed.isObject()) {
                refuse(request, response, "The body must be a JSON object.");
                return;
            }
            List<FieldError> form = operation.validateForm(parsed);
            List<FieldError> all = operation.withRules(form, parsed, rules, request.getUserPrincipal());
            List<FieldError> unreadable = read.outOfRange().stream()
                    .filter(error -> all.stream().noneMatch(told -> told.tag().equals(error.tag())))
                    .toList();
            if (wrong.isEmpty() && form.isEmpty() && unreadable.isEmpty()) {
                request.setAttribute(CheckedBodyArgument.READING, new CheckedBodyArgument.Reading(parsed, all));
            } else {
                wrong.addAll(all);
                wrong.addAll(unreadable);
            }
        } else if (operation.body().map(Body::required).orElse(false)) {
            refuse(request, response, "A JSON body is required.");
            return;
        }
        if (wrong.isEmpty()) {
            chain.doFilter(request, response);
        } else {
            errors.write(request, response, Failure.of(Refusal.invalid(wrong)));
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String detail) throws IOException {
        errors.write(request, response, Failure.of(HttpStatus.BAD_REQUEST, detail));
    }

    private void answerUnknown(HttpServletRequest request, HttpServletResponse response, Contract.Match match)
            throws IOException {
        if (match.allowed().isEmpty()) {
            errors.write(
                    request,
                    response,
                    Failure.of(contract.unknownPath(request.getServletPath()), "There is no such resource."));
        } else {
            response.setHeader(HttpHeaders.ALLOW, String.join(", ", match.allowed()));
            if (HttpMethod.OPTIONS.matches(request.getMethod())) {
                response.setStatus(HttpStatus.NO_CONTENT.value());
                return;
            }
            errors.write(
                    request,
                    response,
                    Failure.of(HttpStatus.METHOD_NOT_ALLOWED, "The resource does not support this method."));
        }
    }

    private static boolean isJson(@Nullable String contentType) {
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
