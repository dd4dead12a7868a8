package io.docket.platform.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body is a form: its fields are parameters, behind those of the query. The container, which would read
 * them off the connection, finds nothing there any more.
 */
final class FormRequest extends BufferedRequest {

    private final Map<String, String[]> parameters;

    /**
     * Reads the form.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    FormRequest(HttpServletRequest request, byte[] body) {
        super(request, body);
        Map<String, List<String>> values = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, given) -> values.computeIfAbsent(name, any -> new ArrayList<>())
                .addAll(List.of(given)));
        for (String field : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            if (!field.isEmpty()) {
                int equals = field.indexOf('=');
                String name = equals < 0 ? field : field.substring(0, equals);
                values.computeIfAbsent(decoded(name), any -> new ArrayList<>())
                        .add(equals < 0 ? "" : decoded(field.substring(equals + 1)));
            }
        }
        Map<String, String[]> found = new LinkedHashMap<>();
        values.forEach((name, given) -> found.put(name, given.toArray(String[]::new)));
        parameters = Collections.unmodifiableMap(found);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = parameters.get(name);
        return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        String[] values = parameters.get(name);
        return values == null ? null : values.clone();
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return parameters;
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(parameters.keySet());
    }
}
