package io.docket.platform.errors;

import io.docket.common.api.FieldError;
import io.docket.common.api.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Why a request has no success, whichever the {@link ErrorShape} of its API.
 *
 * @param code the stable literal of a broken rule
 * @param detail this occurrence, for a person; without personal data
 * @param errors the invalid fields of the request, in the order of the contract
 */
public record Failure(
        HttpStatus status, @Nullable String code, @Nullable String detail, List<FieldError> errors) {

    public static Failure of(HttpStatus status, @Nullable String detail) {
        return new Failure(status, null, detail, List.of());
    }

    public static Failure of(Refusal refusal) {
        return new Failure(statusOf(refusal.reason()), refusal.problem(), refusal.detail(), refusal.errors());
    }

    /** Nobody knows whether what was asked for is done. */
    static Failure unknownOutcome() {
        return new Failure(
                HttpStatus.SERVICE_UNAVAILABLE,
                "outcome-unknown",
                "It is not known whether this was done. Send it again with the same Idempotency-Key, or look it up.",
                List.of());
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
