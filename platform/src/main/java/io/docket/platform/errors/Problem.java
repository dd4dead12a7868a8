package io.docket.platform.errors;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.docket.common.api.FieldError;
import io.docket.common.api.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A problem document (RFC 9457), with two members of ours.
 *
 * @param title the status in words; there is no {@code type} beyond {@code about:blank}
 * @param status the HTTP status
 * @param detail this occurrence, for a person
 * @param errors the invalid fields of a request
 * @param problem the stable literal of a broken rule
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String title,
        int status,
        @Nullable String detail,
        List<FieldError> errors,
        @Nullable String problem) {

    public static Problem of(HttpStatus status, @Nullable String detail) {
        return new Problem(status.getReasonPhrase(), status.value(), detail, List.of(), null);
    }

    public static Problem of(Refusal refusal) {
        HttpStatus status = statusOf(refusal.reason());
        return new Problem(
                status.getReasonPhrase(), status.value(), refusal.detail(), refusal.errors(), refusal.problem());
    }

    private static HttpStatus statusOf(Refusal.Reason reason) {
        return switch (reason) {
            case INVALID -> HttpStatus.BAD_REQUEST;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
            case PRECONDITION_FAILED -> HttpStatus.PRECONDITION_FAILED;
            case UNPROCESSABLE -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }
}
