package io.docket.platform.limits;

/**
 * How many requests a client may send to an API, in each process; a bean of the API's context.
 *
 * @param root the path that the API's paths begin with
 * @param requestsPerMinute at once, and in every minute after that
 */
public record RequestLimit(String root, int requestsPerMinute) {

    public RequestLimit {
        if (requestsPerMinute < 1) {
            throw new IllegalArgumentException("The requests that a client may send per minute must be positive");
        }
    }

    boolean covers(String path) {
        return path.equals(root) || path.startsWith(root + "/");
    }
}
