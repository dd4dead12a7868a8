package io.docket.platform.errors;

import static java.util.Objects.requireNonNullElseGet;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

final class CauseShape implements ErrorShape {

    private static final String ANY_FIELD = "request";
    private static final Pattern PLACE_IN_LIST = Pattern.compile("\\[[0-9]+]");

    private final String messages;

    CauseShape(String messages) {
        this.messages = messages;
    }

    @Override
    public MediaType mediaType() {
        return MediaType.APPLICATION_JSON;
    }

    @Override
    public Object body(Failure failure, Locale language) {
        if (failure.status() != HttpStatus.BAD_REQUEST) {
            return new Cause(cause(failure), null);
        }
        if (failure.errors().isEmpty()) {
            return new Cause(cause(failure), message(ANY_FIELD, language));
        }
        // As the API's own document spells fields; its only list has one entry.
        String firstWrong = PLACE_IN_LIST.matcher(failure.errors().get(0).tag()).replaceAll("");
        return new Cause("Bad " + firstWrong, message(firstWrong, language));
    }

    private static String cause(Failure failure) {
        return requireNonNullElseGet(failure.detail(), () -> failure.status().getReasonPhrase());
    }

    private String message(String tag, Locale language) {
        ResourceBundle bundle = ResourceBundle.getBundle(
                messages, language, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
        return bundle.getString(bundle.containsKey(tag) ? tag : ANY_FIELD);
    }

    /**
     * An error.
     *
     * @param message for the client's customer; only if data are bad
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Cause(String cause, @Nullable String message) {}
}
