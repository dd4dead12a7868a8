package io.docket.platform.contract;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.FieldError;
import io.docket.platform.http.Acceptance;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.web.util.pattern.PathPattern;
import tools.jackson.databind.JsonNode;

/**
 * One operation of the contract.
 *
 * @param id its {@code operationId}
 * @param method the HTTP method, in capitals
 * @param pattern the path, without a trailing slash
 * @param scopes a token needs one of them; if there are none, no token is needed
 * @param roles a token needs one of them too, unless there are none
 * @param parameters in the path, the query and the headers
 * @param body the body, if it takes one
 * @param produces the media types that a success can be answered in, the preferred one first; empty if it has no body
 */
public record Operation(
        String id,
        String method,
        PathPattern pattern,
        Set<String> scopes,
        Set<String> roles,
        List<Parameter> parameters,
        Optional<Body> body,
        List<MediaType> produces) {

    /** Whether it answers everybody: the contract says of it that it has no security. */
    public boolean isOpenToAll() {
        return scopes.isEmpty();
    }

    /** Whether a path begins as the operation's does; matching it takes longer. */
    boolean beginsLike(String path) {
        String own = pattern.getPatternString();
        int firstValue = own.indexOf('{');
        return path.regionMatches(0, own, 0, firstValue < 0 ? own.length() : firstValue);
    }

    /** Whether the client takes what a success would be answered in. */
    boolean isAcceptedBy(Acceptance acceptance) {
        return produces.isEmpty() || produces.stream().anyMatch(type -> acceptance.of(type) > 0);
    }

    /** Whether the values in the path can name anything at all. */
    boolean acceptsPath(Map<String, String> pathVariables) {
        return parameters.stream()
                .filter(parameter -> parameter.in() == Parameter.Place.PATH)
                .allMatch(parameter -> parameter
                        .validate(new String[] {pathVariables.getOrDefault(parameter.name(), "")})
                        .isEmpty());
    }

    List<FieldError> validateParameters(HttpServletRequest request) {
        List<FieldError> errors = new ArrayList<>();
        for (Parameter parameter : parameters) {
            switch (parameter.in()) {
                case QUERY -> {
                    String[] values = request.getParameterValues(parameter.name());
                    errors.addAll(parameter.validate(values == null ? new String[0] : values));
                }
                case HEADER ->
                    errors.addAll(parameter.validate(Collections.list(request.getHeaders(parameter.name()))
                            .toArray(String[]::new)));
                case PATH -> {}
            }
        }
        for (String sent : request.getParameterMap().keySet()) {
            if (parameters.stream()
                    .noneMatch(parameter -> parameter.in() == Parameter.Place.QUERY
                            && parameter.name().equals(sent))) {
                errors.add(new FieldError(sent, ErrorLiteral.UNKNOWN_PARAMETER, sent + " is no parameter here."));
            }
        }
        return errors;
    }

    List<FieldError> validateForm(JsonNode json) {
        return SchemaErrors.of(body.orElseThrow().schema(), json, "");
    }

    /** Adds the broken rules to the errors of form, all in the order of the contract. */
    List<FieldError> withRules(List<FieldError> form, JsonNode json, List<BodyRule> rules, Principal caller) {
        Body expected = body.orElseThrow();
        Map<String, FieldError> errors = new LinkedHashMap<>();
        form.forEach(error -> errors.put(error.tag(), error));
        rules.stream()
                .filter(rule -> rule.operationId().equals(id))
                .flatMap(rule -> rule.violations(json, caller).stream())
                .filter(error -> form.stream().noneMatch(wrong -> isPart(wrong.tag(), error.tag())))
                .forEach(error -> errors.putIfAbsent(error.tag(), error));
        return expected.inOrder(List.copyOf(errors.values()));
    }

    private static boolean isPart(String tag, String of) {
        return tag.startsWith(of + ".");
    }
}
