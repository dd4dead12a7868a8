package io.docket.platform.privacy.recent;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What was noted last, by keys. Each key has one place of a fixed number, and shares it with others: the last one has it. So
 * nothing has to be counted, moved or thrown away, which for each event would take longer than what is spared by it.
 *
 * @param <V> what is noted
 */
public final class Recent<V> {

    private final AtomicReferenceArray<@Nullable Entry<V>> places;

    private record Entry<V>(String key, V value) {}

    /** @param places a power of two */
    public Recent(int places) {
        if (Integer.bitCount(places) != 1) {
            throw new IllegalArgumentException(places + " is no power of two");
        }
        this.places = new AtomicReferenceArray<>(places);
    }

    /** What was noted for a key, if nothing else has come to its place since. */
    public @Nullable V get(String key) {
        Entry<V> entry = places.get(place(key));
        return entry != null && entry.key.equals(key) ? entry.value : null;
    }

    /** Notes something. */
    public void put(String key, V value) {
        places.set(place(key), new Entry<>(key, value));
    }

    /** Forgets what was noted for a key. */
    public void remove(String key) {
        int place = place(key);
        Entry<V> entry = places.get(place);
        if (entry != null && entry.key.equals(key)) {
            places.compareAndSet(place, entry, null);
        }
    }

    private int place(String key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return (hash >>> 8) & (places.length() - 1);
    }
}
