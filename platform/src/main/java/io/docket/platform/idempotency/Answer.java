package io.docket.platform.idempotency;

import java.util.Map;

/**
 * The answer to a request, as it is kept for the request's repetition.
 *
 * @param status the HTTP status
 * @param headers the headers that belong to the answer itself, such as {@code Location} and {@code ETag}
 * @param body the body, byte for byte; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int status, Map<String, String> headers, byte[] body) {

    public Answer {
        headers = Map.copyOf(headers);
    }
}
