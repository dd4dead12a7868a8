package io.docket.operations.endpoint;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.Refusal;
import io.docket.eventstream.log.StartingPoints;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.paging.DateOrDateTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the event that a replay is to begin with. */
@Component
class ReplayBegins {

    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");

    private final StartingPoints points;

    ReplayBegins(StartingPoints points) {
        this.points = points;
    }

    /**
     * The position of the first event that counts.
     *
     * @param from a position, or a time as in filters, at or after which that event was; {@code null} for all
     * @return {@code null} for all
     * @throws RefusedException invalid, if it is neither, or if there is no event yet
     */
    @Nullable
    Long position(@Nullable String from) {
        if (from == null) {
            return null;
        }
        long position = POSITION.matcher(from).matches()
                ? Long.parseLong(from)
                : 1 + points.from(time(from)).after();
        if (position < 1 || position > points.atTheEnd().head()) {
            throw new RefusedException(
                    Refusal.invalid("from", ErrorLiteral.OUT_OF_RANGE, "There is no event from there on."));
        }
        return position;
    }

    private static Instant time(String from) {
        try {
            return DateOrDateTime.of(from).start();
        } catch (DateTimeException e) {
            throw new RefusedException(
                    Refusal.invalid("from", ErrorLiteral.INVALID_FORMAT, "from is neither a position nor a time."));
        }
    }
}
