package io.docket.eventstream.subscription;

import io.docket.eventstream.log.CloudEventWriter;
import io.docket.eventstream.log.EventFilter;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has been appended behind a position, as it is sent: put together once for all who have come as far and are to see it in
 * the same way. A few are kept, in bounded memory.
 */
final class Waves {

    private static final int MOST = 64;

    private final LiveEvents live;
    private final CloudEventWriter writer;
    private final Map<Key, Wave> kept = new LinkedHashMap<>(MOST, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Wave> eldest) {
            return size() > MOST;
        }
    };

    Waves(LiveEvents live, CloudEventWriter writer) {
        this.live = live;
        this.writer = writer;
    }

    private record Key(long after, EventFilter filter, StreamForm form, boolean unmasked) {}

    /**
     * What is sent at once.
     *
     * @param bytes not to be changed; none if nothing was wanted
     * @param through the position up to which nothing else was wanted
     * @param erasures how many there had been when it was written
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Wave(byte[] bytes, long through, long erasures) {}

    /** The next wave behind a position; {@code null} if what comes there is not in memory any more. */
    @Nullable
    Wave behind(long position, Subscription wanted) {
        var key = new Key(position, wanted.filter(), wanted.form(), wanted.unmasked());
        long erasures = writer.erasures();
        Wave known = known(key);
        if (known != null && known.erasures == erasures) {
            return known;
        }
        List<LiveEvent> events = live.after(position, Subscriber.MOST_LIVE);
        if (events == null) {
            return null;
        }
        Wave wave = write(key, events, erasures);
        return events.isEmpty() ? wave : keep(key, wave);
    }

    private synchronized @Nullable Wave known(Key key) {
        return kept.get(key);
    }

    /** Nobody waits for who writes, which may take a look into the database: of two who do, the first counts for all. */
    private synchronized Wave keep(Key key, Wave wave) {
        Wave known = kept.get(key);
        if (known != null && known.erasures == wave.erasures) {
            return known;
        }
        kept.put(key, wave);
        return wave;
    }

    private Wave write(Key key, List<LiveEvent> events, long erasures) {
        var bytes = new ByteArrayOutputStream();
        long through = key.after;
        for (LiveEvent next : events) {
            if (bytes.size() >= Subscriber.CHUNK) {
                break;
            }
            if (key.filter.wants(next.event())) {
                key.form.write(next.frame(writer, key.unmasked), bytes);
            }
            through = next.event().position();
        }
        return new Wave(bytes.toByteArray(), through, erasures);
    }

    synchronized void forget() {
        kept.clear();
    }
}
