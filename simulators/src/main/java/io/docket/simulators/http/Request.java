package io.docket.simulators.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as a simulator sees it.
 *
 * @param method in capitals
 * @param path undecoded, without the query
 * @param query the first value of each parameter, decoded
 * @param headers the first value of each header, under its name in small letters
 * @param body all of it
 */
@SuppressWarnings("ArrayRecordComponent")
public record Request(String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {

    /** The value of a header, or {@code null}. */
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(java.util.Locale.ROOT));
    }

    /** What the path has behind a prefix; an empty text if it has another. */
    public String pathBehind(String prefix) {
        return path.startsWith(prefix) ? path.substring(prefix.length()) : "";
    }
}
