package io.docket.common.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a command was refused. It travels from the command's handler to the endpoint, which renders it in the error shape
 * of its API.
 *
 * @param reason the kind of refusal, from which the HTTP status follows
 * @param problem the stable literal of a broken rule, such as {@code not-allowed-in-status}; only with
 *     {@link Reason#NOT_FOUND}, {@link Reason#CONFLICT} and {@link Reason#UNPROCESSABLE}
 * @param detail the same for a person to read, without personal data
 * @param errors the invalid fields; only with {@link Reason#INVALID}
 */
public record Refusal(Reason reason, @Nullable String problem, String detail, List<FieldError> errors) {

    /** The kinds of refusal. */
    public enum Reason {
        /** The request is malformed or names impossible values: 400. */
        INVALID,
        /** The caller may not do this: 403. */
        FORBIDDEN,
        /** There is no such thing, or it is not the caller's to know of: 404. */
        NOT_FOUND,
        /** A business rule or the state of the thing forbids it: 409. */
        CONFLICT,
        /** The thing has changed since the caller read it: 412. */
        PRECONDITION_FAILED,
        /** Understood, but not to be done: 422. */
        UNPROCESSABLE
    }

    public Refusal {
        errors = List.copyOf(errors);
    }

    public static Refusal invalid(List<FieldError> errors) {
        return new Refusal(Reason.INVALID, null, "The request has invalid fields.", errors);
    }

    public static Refusal invalid(String tag, ErrorLiteral error, String message) {
        return invalid(List.of(new FieldError(tag, error, message)));
    }

    public static Refusal forbidden(String detail) {
        return new Refusal(Reason.FORBIDDEN, null, detail, List.of());
    }

    public static Refusal notFound() {
        return new Refusal(Reason.NOT_FOUND, null, "There is no such resource.", List.of());
    }

    /** The same, where the API has a literal for it. */
    public static Refusal notFound(String problem, String detail) {
        return new Refusal(Reason.NOT_FOUND, problem, detail, List.of());
    }

    public static Refusal conflict(String problem, String detail) {
        return new Refusal(Reason.CONFLICT, problem, detail, List.of());
    }

    public static Refusal preconditionFailed() {
        return new Refusal(
                Reason.PRECONDITION_FAILED, null, "The resource has changed since the version in If-Match.", List.of());
    }

    public static Refusal unprocessable(String problem, String detail) {
        return new Refusal(Reason.UNPROCESSABLE, problem, detail, List.of());
    }
}
