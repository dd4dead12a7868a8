package io.docket.platform.errors;

import static java.util.Objects.requireNonNullElse;

import io.docket.common.api.FieldError;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

final class TypeAndMessagesShape implements ErrorShape {

    @Override
    public MediaType mediaType() {
        return MediaType.APPLICATION_JSON;
    }

    @Override
    public Object body(Failure failure, Locale language) {
        return new TypeAndMessages(
                type(failure),
                failure.errors().isEmpty()
                        ? List.of(requireNonNullElse(
                                failure.detail(), failure.status().getReasonPhrase()))
                        : failure.errors().stream().map(FieldError::message).toList());
    }

    private static String type(Failure failure) {
        if (failure.code() != null) {
            return failure.status() == HttpStatus.SERVICE_UNAVAILABLE
                    ? failure.code().replace('-', '_').toUpperCase(Locale.ROOT)
                    : failure.code();
        }
        return switch (failure.status()) {
            case BAD_REQUEST -> failure.errors().isEmpty() ? "INVALID_HTTP_MESSAGE" : "INVALID_REQUEST_PARAMS";
            case UNAUTHORIZED -> "UNAUTHORISED";
            case FORBIDDEN -> "ACCESS_DENIED";
            case INTERNAL_SERVER_ERROR -> "INTERNAL_ERROR";
            default -> failure.status().name();
        };
    }

    record TypeAndMessages(String type, List<String> messages) {}
}
