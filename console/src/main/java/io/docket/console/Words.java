package io.docket.console;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How templates say times, for which they call this bean by its name. */
@Component("words")
class Words {

    private static final long LONGEST_IN_SECONDS = 120;
    private static final long LONGEST_IN_MINUTES = 120;
    private static final long LONGEST_IN_HOURS = 48;

    /** To the second, in UTC; nothing if there is none. */
    public String time(@Nullable Instant time) {
        return time == null
                ? ""
                : time.truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                        .replace('T', ' ')
                        .replace("Z", "");
    }

    /** Roughly; nothing if there is none. */
    public String duration(@Nullable Duration duration) {
        if (duration == null) {
            return "";
        }
        if (duration.toSeconds() == 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.toSeconds() < LONGEST_IN_SECONDS) {
            return duration.toSeconds() + " s";
        }
        if (duration.toMinutes() < LONGEST_IN_MINUTES) {
            return duration.toMinutes() + " min";
        }
        return duration.toHours() < LONGEST_IN_HOURS ? duration.toHours() + " h" : duration.toDays() + " days";
    }

    /** The name of a constant, as it is read. */
    public String constant(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
