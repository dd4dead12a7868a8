package io.docket.platform.privacy.recent;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What this process has just encrypted, as it was before: its own readers come for it a moment later, and need not decrypt
 * it. It is known as long as there is no other erasure, and only of what is stored byte for byte as this process has
 * encrypted it.
 */
public final class FreshEvents {

    /** Readers are some hundredths of a second behind. */
    private static final int PLACES = 2048;

    /** What is longer is decrypted, so that all of them take some megabytes at the most. */
    private static final int MAX_BYTES = 4096;

    private volatile Known known = new Known(0);

    /** Those that were encrypted after so many erasures. */
    private record Known(long erasures, Recent<Fresh> events) {

        Known(long erasures) {
            this(erasures, new Recent<>(PLACES));
        }
    }

    private record Fresh(Part payload, Part metaData) {}

    /**
     * The payload of an event, or its metadata.
     *
     * @param clear with nothing encrypted
     * @param stored the same with its personal values encrypted
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Part(byte[] clear, byte[] stored) {

        private byte @Nullable [] of(byte[] wanted) {
            return Arrays.equals(stored, wanted) ? clear : null;
        }
    }

    /**
     * Keeps an event for a moment.
     *
     * @param erasures how many there had been when it was encrypted
     */
    public void add(String eventId, long erasures, Part payload, Part metaData) {
        Known now = known(erasures);
        if (now != null && payload.stored.length + metaData.stored.length <= MAX_BYTES) {
            now.events.put(eventId, new Fresh(payload, metaData));
        }
    }

    /**
     * A payload before it was encrypted.
     *
     * @param erasures how many there have been
     * @return {@code null} if it is not known
     */
    public byte @Nullable [] payload(byte[] stored, String eventId, long erasures) {
        Fresh fresh = find(eventId, erasures);
        return fresh == null ? null : fresh.payload.of(stored);
    }

    /** The same of metadata. */
    public byte @Nullable [] metaData(byte[] stored, String eventId, long erasures) {
        Fresh fresh = find(eventId, erasures);
        return fresh == null ? null : fresh.metaData.of(stored);
    }

    private @Nullable Fresh find(String eventId, long erasures) {
        Known now = known(erasures);
        return now == null ? null : now.events.get(eventId);
    }

    /** Those of before an erasure are forgotten with it. */
    private @Nullable Known known(long erasures) {
        Known now = known;
        if (now.erasures < erasures) {
            now = new Known(erasures);
            known = now;
        }
        return now.erasures == erasures ? now : null;
    }
}
