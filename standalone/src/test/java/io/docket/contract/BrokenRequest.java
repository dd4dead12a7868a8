package io.docket.contract;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request that keeps to the document but for one thing.
 *
 * @param path with its query
 * @param body {@code null} for none
 * @param status of the answer
 * @param tag the field, parameter or header that is wrong; empty if it is the request as a whole
 * @param errors what the answer may say of it: the literals of what the value breaks at once, or a detail
 */
record BrokenRequest(
        String method,
        String path,
        Map<String, String> headers,
        @Nullable String contentType,
        @Nullable String body,
        int status,
        String tag,
        Set<String> errors) {

    static final String JSON = "application/json";

    @Override
    public String toString() {
        String sent = body == null ? "" : body;
        return method + " " + path + " " + headers + " "
                + (sent.length() > 1000 ? sent.substring(0, 1000) + "…" : sent) + " to be told " + status + " " + tag
                + " " + errors;
    }
}
