package io.docket.console;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** What has just been done, as the page says it that the browser is sent to. Its address names it; nothing else is kept. */
public enum Done {
    /** A dead letter, or a task. */
    RETRIED("It is tried again, within a second or two."),
    /** Dead letters. */
    ALL_RETRIED("They are tried again, within a second or two."),
    /** A dead letter. */
    DISCARDED("It is discarded, which is on record."),
    /** A task. */
    GIVEN_UP("It is given up: the order ends with the reason that you gave."),
    /** A replay. */
    CANCELED("It is canceled. Within some seconds, what was made is thrown away.");

    private static final String PARAMETER = "done";

    private final String words;

    Done(String words) {
        this.words = words;
    }

    /** Sends the browser to a page that says so. */
    public String then(String path) {
        return "redirect:" + path + (path.contains("?") ? "&" : "?") + PARAMETER + "="
                + name().toLowerCase(Locale.ROOT);
    }

    /** Tells pages of it. What is no name of anything done is not repeated. */
    @ControllerAdvice("io.docket.console")
    static class Told {

        @ModelAttribute
        void add(@RequestParam(name = PARAMETER, required = false) @Nullable String done, Model page) {
            page.addAttribute(
                    PARAMETER,
                    Arrays.stream(values())
                            .filter(known ->
                                    known.name().toLowerCase(Locale.ROOT).equals(done))
                            .map(known -> known.words)
                            .findFirst()
                            .orElse(null));
        }
    }
}
