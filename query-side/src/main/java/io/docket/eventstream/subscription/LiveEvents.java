package io.docket.eventstream.subscription;

import io.docket.eventstream.log.LoggedEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The latest events of the log without a hole, in bounded memory, for all subscribers that have caught up. Those who fall
 * behind its begin read from the database again. It is kept only while there are subscribers.
 */
@Component
class LiveEvents {

    static final int MOST = 8192;
    static final long MOST_WEIGHT = 24L * 1024 * 1024;

    private final @Nullable LiveEvent[] ring = new @Nullable LiveEvent[MOST];
    private int users;
    private long first = 1;
    private long last;
    private long weight;

    /** Begins to be used by one more. Only the first says where: behind the last event, as it was a moment ago. */
    synchronized void open(long head) {
        if (users++ == 0) {
            beginBehind(head);
        }
    }

    synchronized void close() {
        if (--users == 0) {
            beginBehind(last);
        }
    }

    synchronized boolean isUsed() {
        return users > 0;
    }

    /** The position of the latest event. */
    synchronized long last() {
        return last;
    }

    /**
     * Adds what was read behind a position.
     *
     * @param after nothing is added unless it is still the position of the latest event
     */
    synchronized void add(long after, List<LoggedEvent> events) {
        if (after != last) {
            return;
        }
        for (LoggedEvent event : events) {
            if (event.position() != last + 1) {
                // Somebody has taken events out of the log. What comes behind is found by reading on there.
                beginBehind(event.position() - 1);
            }
            var added = new LiveEvent(event);
            weight += added.weight();
            while (first <= last && (last - first + 1 >= MOST || weight > MOST_WEIGHT)) {
                forgetFirst();
            }
            last = event.position();
            ring[slot(last)] = added;
        }
    }

    /**
     * The events behind a position.
     *
     * @return {@code null} if it begins later
     */
    synchronized @Nullable List<LiveEvent> after(long position, int most) {
        if (position < first - 1) {
            return null;
        }
        List<LiveEvent> found = new ArrayList<>();
        for (long at = position + 1; at <= last && found.size() < most; at++) {
            LiveEvent event = ring[slot(at)];
            if (event != null) {
                found.add(event);
            }
        }
        return found;
    }

    private void beginBehind(long position) {
        Arrays.fill(ring, null);
        first = position + 1;
        last = position;
        weight = 0;
    }

    private void forgetFirst() {
        LiveEvent forgotten = ring[slot(first)];
        if (forgotten != null) {
            weight -= forgotten.weight();
        }
        ring[slot(first)] = null;
        first++;
    }

    private static int slot(long position) {
        return (int) (position % MOST);
    }
}
