package io.docket.platform.errors;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.docket.common.api.FieldError;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

final class ProblemShape implements ErrorShape {

    @Override
    public MediaType mediaType() {
        return MediaType.APPLICATION_PROBLEM_JSON;
    }

    @Override
    public Object body(Failure failure, Locale language) {
        return new Problem(
                failure.status().getReasonPhrase(),
                failure.status().value(),
                failure.detail(),
                failure.errors(),
                failure.code());
    }

    /**
     * A problem document, with two members of ours.
     *
     * @param title the status in words; there is no {@code type} beyond {@code about:blank}
     * @param detail this occurrence, for a person
     * @param errors the invalid fields of a request
     * @param problem the stable literal of a broken rule
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Problem(
            String title,
            int status,
            @Nullable String detail,
            List<FieldError> errors,
            @Nullable String problem) {}
}
