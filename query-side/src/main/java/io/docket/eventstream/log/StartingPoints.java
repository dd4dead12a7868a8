package io.docket.eventstream.log;

import java.time.Instant;
import org.springframework.stereotype.Component;

/** Finds where streams begin. */
@Component
public class StartingPoints {

    private final LoggedEvents log;
    private final TimeMarks times;

    StartingPoints(LoggedEvents log, TimeMarks times) {
        this.log = log;
        this.times = times;
    }

    public StartingPoint behind(long position) {
        return new StartingPoint(position, null, log.head());
    }

    public StartingPoint atTheEnd() {
        long head = log.head();
        return new StartingPoint(head, null, head);
    }

    /** At the first event at or after a time, which may be yet to come. */
    public StartingPoint from(Instant time) {
        return new StartingPoint(times.before(time), time, log.head());
    }
}
