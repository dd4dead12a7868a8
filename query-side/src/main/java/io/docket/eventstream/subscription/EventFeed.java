package io.docket.eventstream.subscription;

import io.docket.eventstream.log.CloudEventWriter;
import io.docket.eventstream.log.EventFilter;
import io.docket.eventstream.log.LoggedEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.springframework.stereotype.Component;

/** The log for those who follow it without a stream: the latest events from memory, as all have them, older ones read. */
@Component
public final class EventFeed {

    private static final int MOST_LIVE = 500;

    private final LoggedEvents log;
    private final LiveEvents live;
    private final CloudEventWriter writer;
    private final Subscribers subscribers;

    EventFeed(LoggedEvents log, LiveEvents live, CloudEventWriter writer, Subscribers subscribers) {
        this.log = log;
        this.live = live;
        this.writer = writer;
        this.subscribers = subscribers;
    }

    /**
     * What is found behind a position.
     *
     * @param events those that were wanted, in their order
     * @param through up to where the log has been looked through; the position itself if there is nothing behind it yet
     */
    public record Piece(List<LiveEvent> events, long through) {}

    /**
     * Begins to be followed by one more.
     *
     * @param grown is called when there are more events, and returns at once, with how many go on by that
     */
    public void open(IntSupplier grown) {
        live.open(log.head());
        subscribers.addFollower(grown);
    }

    /** Is followed by one less. */
    public void close(IntSupplier grown) {
        subscribers.removeFollower(grown);
        live.close();
    }

    /**
     * The next events behind a position; only while it is followed.
     *
     * @param most how many at the most
     * @param bytes as soon as there are as many, it is enough
     */
    public Piece after(long position, EventFilter filter, int most, long bytes) {
        List<LiveEvent> latest = live.after(position, MOST_LIVE);
        if (latest != null) {
            return wanted(latest, position, filter, most, bytes);
        }
        LoggedEvents.Piece read = log.read(position, live.last(), filter, most);
        Piece piece = wanted(read.events().stream().map(LiveEvent::new).toList(), position, filter, most, bytes);
        boolean whole = piece.events.size() == read.events().size();
        return whole ? new Piece(piece.events, Math.max(position, read.through())) : piece;
    }

    private static Piece wanted(List<LiveEvent> found, long position, EventFilter filter, int most, long bytes) {
        List<LiveEvent> wanted = new ArrayList<>();
        long through = position;
        long size = 0;
        for (LiveEvent next : found) {
            if (wanted.size() == most || size >= bytes) {
                break;
            }
            if (filter.wants(next.event())) {
                wanted.add(next);
                size += next.event().bytes();
            }
            through = next.event().position();
        }
        return new Piece(wanted, through);
    }

    /** The line of JSON that an event is, without an end of the line. */
    public byte[] json(LiveEvent event, boolean unmasked) {
        return event.frame(writer, unmasked).json();
    }
}
