package io.docket.eventstream.subscription;

import io.docket.eventstream.log.LoggedEvent;
import io.docket.eventstream.log.LoggedEvents;
import io.docket.platform.security.IssuerOutageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.AuthenticationException;

/**
 * One stream. Has no thread: it is woken when there are events, when its outlet takes something again, and when it is time to
 * say that it is still there, and then has a turn, one at a time. What it has read and cannot send it throws away, but for a
 * little, and reads it again.
 */
public final class Subscriber {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

    static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    /** How long one that is to end may take to hear why. */
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    static final int MOST_LIVE = 500;
    private static final int MOST_ROWS = 2000;

    /** Whoever was not ready when last asked gets less. */
    private static final int FEW_ROWS = 100;

    /** When so much is written, it is sent. What cannot be sent is kept. */
    static final int CHUNK = Sending.SLICE;

    private static final ThreadLocal<Chunk> CHUNKS = ThreadLocal.withInitial(Chunk::new);

    private final Subscription wanted;
    private final Outlet outlet;
    private final Sending sending;
    private final Subscribers subscribers;
    private final AtomicInteger wakes = new AtomicInteger();

    private volatile boolean behind = true;
    private volatile boolean gone;
    private volatile @Nullable String farewell;
    private volatile long farewellAt;
    private volatile long retryAt;

    private long position;
    private @Nullable Instant from;
    private boolean slow;

    /** Whether nothing more is to be sent than what is kept. */
    private boolean whole;

    Subscriber(Subscription wanted, Outlet outlet, Subscribers subscribers) {
        this.wanted = wanted;
        this.outlet = outlet;
        this.sending = new Sending(outlet);
        this.subscribers = subscribers;
        this.position = wanted.after();
        this.from = wanted.from();
    }

    /** What is written in a turn; its bytes are not copied. */
    private static final class Chunk extends ByteArrayOutputStream {

        Chunk() {
            super(2 * CHUNK);
        }

        byte[] bytes() {
            return buf;
        }
    }

    /** Whom it belongs to. */
    public String client() {
        return wanted.client();
    }

    /** Whether it waits for what is appended. */
    boolean isLive() {
        return !behind;
    }

    /** Gives it a turn, now or after the one that it has. */
    public void wake() {
        if (!gone && wakes.getAndIncrement() == 0) {
            subscribers.run(this::turn, behind);
        }
    }

    /** The client is gone, or was cut off: nothing more is to be sent. */
    public void leave() {
        gone = true;
        subscribers.remove(this);
    }

    /** Lets the stream end, with a word why. */
    void end(String reason) {
        if (farewell == null) {
            farewellAt = System.nanoTime();
            farewell = reason;
        }
        wake();
    }

    /** Looks whether it is time for something. */
    void look(Instant now) {
        long nanos = System.nanoTime();
        if (farewell != null && nanos - farewellAt > FAREWELL.toNanos()) {
            cutOff();
        } else if (hasExpired(now)) {
            end("The token has expired. Resume behind the last id with another one.");
        } else if (isSilent(nanos) || (retryAt != 0 && nanos - retryAt > 0)) {
            wake();
        }
    }

    /**
     * Looks whether its right still counts, and lets the stream end if not. May take as long as the issuer may.
     *
     * @throws IssuerOutageException if that cannot be found out now
     */
    void checkRight(Clock clock) throws IssuerOutageException {
        try {
            wanted.right().run();
        } catch (IssuerOutageException e) {
            throw e;
        } catch (AuthenticationException e) {
            if (!hasExpired(clock.instant())) {
                end("The token does not count any more. Resume behind the last id with another one.");
            }
        }
    }

    private boolean hasExpired(Instant now) {
        return wanted.goodUntil() != null && !now.isBefore(wanted.goodUntil());
    }

    private boolean isSilent(long nanos) {
        return nanos - sending.sentAt() > KEEP_ALIVE.toNanos();
    }

    void cutOff() {
        leave();
        outlet.cutOff();
    }

    private void turn() {
        int seen = wakes.get();
        boolean goesOn = false;
        try {
            goesOn = !gone && goOn();
        } catch (IOException e) {
            LOG.debug("A subscriber is gone", e);
            cutOff();
        } catch (RuntimeException e) {
            subscribers.failed(e);
            retryAt = System.nanoTime() + AFTER_FAILURE.toNanos();
        } catch (Error e) {
            cutOff();
            throw e;
        }
        if (goesOn || !wakes.compareAndSet(seen, 0)) {
            subscribers.run(this::turn, behind);
        }
    }

    /** Sends what it can, and says whether there may be more to do at once. */
    private boolean goOn() throws IOException {
        if (!sending.isAllSent()) {
            return false;
        }
        if (farewell != null && !whole) {
            sayFarewell(farewell);
            return false;
        }
        if (whole || (wanted.until() != null && position >= wanted.until())) {
            complete();
            return false;
        }
        if (isSilent(System.nanoTime()) && !sending.isSent(wanted.form().keepAlive())) {
            return false;
        }
        if (retryAt != 0 && System.nanoTime() - retryAt < 0) {
            return false;
        }
        retryAt = 0;
        boolean isAsAll = from == null && wanted.until() == null;
        return isAsAll ? ride() : follow();
    }

    /** Sends what all have who are as far, and says whether there is more. */
    private boolean ride() throws IOException {
        // Waves that others had before may be small: who is late takes several.
        int sent = 0;
        do {
            if (position >= subscribers.live().last()) {
                // Nothing is asked of the database, which may be away.
                return isElsewhere(false);
            }
            Waves.Wave wave = subscribers.waves().behind(position, wanted);
            if (isElsewhere(wave == null)) {
                return true;
            }
            if (wave == null) {
                return catchUp();
            }
            position = wave.through();
            if (!sending.isSent(wave.bytes(), wave.bytes().length)) {
                return false;
            }
            sent += wave.bytes().length;
        } while (sent < CHUNK && outlet.isReady());
        return subscribers.live().last() > position;
    }

    /** The same, where what is sent depends on more than where it is. */
    private boolean follow() throws IOException {
        List<LiveEvent> events = subscribers.live().after(position, MOST_LIVE);
        if (isElsewhere(events == null)) {
            return true;
        }
        if (events == null) {
            return catchUp();
        }
        return !events.isEmpty() && send(events.iterator());
    }

    /** Notes whether it is behind, and says whether that is new: then it goes on in another thread. */
    private boolean isElsewhere(boolean isBehind) {
        boolean was = behind;
        behind = isBehind;
        return was != isBehind;
    }

    private void sayFarewell(String reason) throws IOException {
        if (wanted.until() != null) {
            // Nobody is to take what has come for all of it.
            cutOff();
            return;
        }
        whole = true;
        if (sending.isSent(wanted.form().farewell(reason))) {
            complete();
        }
    }

    /** The server ends an answer properly only when nothing of it is on its way any more; it wakes this one when that is so. */
    private void complete() {
        if (outlet.isReady()) {
            leave();
            outlet.complete();
        }
    }

    /** Reads from the database, and sends what is read. */
    private boolean catchUp() throws IOException {
        long end = subscribers.live().last();
        LoggedEvents.Piece piece = subscribers
                .log()
                .read(
                        position,
                        wanted.until() == null ? end : Math.min(end, wanted.until()),
                        wanted.filter(),
                        slow ? FEW_ROWS : MOST_ROWS);
        Iterator<LiveEvent> events = piece.events().stream().map(LiveEvent::new).iterator();
        while (events.hasNext()) {
            if (!send(events)) {
                slow = true;
                return false;
            }
        }
        slow = false;
        position = Math.max(position, piece.through());
        return true;
    }

    /**
     * Sends some of the next events.
     *
     * @return whether all of what was written has been sent
     */
    private boolean send(Iterator<LiveEvent> events) throws IOException {
        Chunk chunk = CHUNKS.get();
        chunk.reset();
        long sentTo = position;
        Instant wantedFrom = from;
        try {
            write(events, chunk);
        } catch (RuntimeException | Error e) {
            // What has been written is not sent: it is read again.
            position = sentTo;
            from = wantedFrom;
            throw e;
        }
        return sending.isSent(chunk.bytes(), chunk.size());
    }

    private void write(Iterator<LiveEvent> events, Chunk chunk) {
        while (events.hasNext() && chunk.size() < CHUNK) {
            LiveEvent next = events.next();
            LoggedEvent event = next.event();
            if (wanted.until() != null && event.position() > wanted.until()) {
                position = wanted.until();
                break;
            }
            if (isWanted(event)) {
                wanted.form().write(next.frame(subscribers.writer(), wanted.unmasked()), chunk);
            }
            position = event.position();
        }
    }

    private boolean isWanted(LoggedEvent event) {
        if (from != null) {
            if (event.time().isBefore(from)) {
                return false;
            }
            from = null;
        }
        return wanted.filter().wants(event);
    }
}
