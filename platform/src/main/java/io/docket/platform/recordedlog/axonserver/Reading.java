package io.docket.platform.recordedlog.axonserver;

import io.axoniq.axonserver.connector.event.EventStream;
import io.axoniq.axonserver.grpc.event.Event;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import io.docket.platform.database.Deadline;
import io.docket.platform.database.TimeLimits;
import io.docket.platform.recordedlog.Batch;
import io.docket.platform.recordedlog.OtherRecordException;
import io.docket.platform.recordedlog.axonserver.AxonServerLog.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds batches among the events of all who write into an Axon Server. */
final class Reading {

    private final BatchEvents format;
    private final long from;
    private final List<Batch> batches = new ArrayList<>();

    /** Events of ours whose batch has not ended yet. */
    private final List<Event> open = new ArrayList<>();

    /** Behind the last event that needs not be read again. */
    private long token;

    /**
     * @param from the number of the first batch that is wanted
     * @param token where to begin
     */
    Reading(BatchEvents format, long from, long token) {
        this.format = format;
        this.from = from;
        this.token = token;
    }

    /** What arrives, once there is something; nothing if no batch of ours comes in the time for an answer. */
    List<Batch> from(EventStream stream, int atOnce) throws InterruptedException {
        Deadline deadline = Deadline.in(TimeLimits.RECORD);
        int events = 0;
        while (events < atOnce && !(deadline.hasPassed() && open.isEmpty())) {
            long wait = batches.isEmpty() ? TimeLimits.RECORD.toMillis() : 0;
            EventWithToken next = stream.nextIfAvailable(wait, TimeUnit.MILLISECONDS);
            if (next == null) {
                break;
            }
            events += add(next.getEvent(), next.getToken());
        }
        return batches;
    }

    /** How many events there are more in batches that are wanted. */
    int add(Event event, long itsToken) {
        int added = 0;
        if (format.isMark(event)) {
            long number = event.getAggregateSequenceNumber();
            if (number >= from) {
                requireInOrder(number);
                batches.add(format.batch(open, event, itsToken));
                added = open.size() + 1;
            }
            open.clear();
        } else if (format.isOurs(event)) {
            open.add(event);
        }
        if (open.isEmpty()) {
            token = itsToken + 1;
        }
        return added;
    }

    private void requireInOrder(long number) {
        long expected = from + batches.size();
        if (number != expected) {
            throw new OtherRecordException("Batch " + expected + " is not where it should be, but " + number);
        }
    }

    List<Batch> batches() {
        return batches;
    }

    /** Where to read on. */
    Place place() {
        return new Place(from + batches.size(), token);
    }
}
