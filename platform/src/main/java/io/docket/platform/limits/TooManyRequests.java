package io.docket.platform.limits;

import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The answer to who has used up a {@link Quota}. */
final class TooManyRequests {

    private TooManyRequests() {}

    static void answer(HttpServletRequest request, HttpServletResponse response, Errors errors, Duration wait)
            throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds() + 1));
        errors.write(
                request,
                response,
                Failure.of(HttpStatus.TOO_MANY_REQUESTS, "Too many requests; try again a little later."));
    }
}
