package io.docket.eventstream.log;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.paging.DateOrDateTime;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds where streams begin. */
@Component
public class StartingPoints {

    /** The name of the first event of all. */
    public static final String EARLIEST = "earliest";

    /** The name of the end, as it is when it is asked. */
    public static final String LATEST = "latest";

    private final LoggedEvents log;
    private final TimeMarks times;

    StartingPoints(LoggedEvents log, TimeMarks times) {
        this.log = log;
        this.times = times;
    }

    /**
     * Where a client wants to begin.
     *
     * @param after behind this position; {@code null} if not
     * @param from at this time, or at a place that has a name; {@code null} if not
     * @param otherwise the name of the place, if the client does not say
     * @throws RefusedException invalid, if that is no place, or two
     */
    public StartingPoint asked(@Nullable Long after, @Nullable String from, String otherwise) {
        if (after != null && from != null) {
            throw new RefusedException(Refusal.invalid(
                    "from", ErrorLiteral.COMBINATION_REQUIRED, "A stream begins after a position, or from a time."));
        }
        if (after != null) {
            return behind("after", after);
        }
        String place = from == null ? otherwise : from;
        return switch (place) {
            case EARLIEST -> new StartingPoint(0, null, log.head());
            case LATEST -> atTheEnd();
            default -> from(time(place));
        };
    }

    /**
     * Behind a position.
     *
     * @param tag what the client calls it
     * @throws RefusedException invalid, if there is no event there yet
     */
    public StartingPoint behind(String tag, long position) {
        long head = log.head();
        if (position > head) {
            throw new RefusedException(Refusal.invalid(
                    tag, ErrorLiteral.OUT_OF_RANGE, "There is no event at position " + position + " yet."));
        }
        return new StartingPoint(position, null, head);
    }

    /** Behind the last event that there is. */
    public StartingPoint atTheEnd() {
        long head = log.head();
        return new StartingPoint(head, null, head);
    }

    /** At the first event at or after a time, which may be yet to come. */
    public StartingPoint from(Instant time) {
        return new StartingPoint(times.before(time), time, log.head());
    }

    private static Instant time(String from) {
        try {
            return DateOrDateTime.of(from).start();
        } catch (DateTimeException e) {
            throw new RefusedException(Refusal.invalid("from", ErrorLiteral.INVALID_FORMAT, "from is no time."));
        }
    }
}
