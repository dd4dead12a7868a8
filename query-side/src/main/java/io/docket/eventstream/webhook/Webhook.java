package io.docket.eventstream.webhook;

import java.net.URI;
import java.time.Instant;

/**
 * A subscription whose events are pushed.
 *
 * @param client whose it is
 * @param url where events are sent
 * @param unmasked whether personal data are shown
 * @param secret the key of the signatures, encrypted
 * @param version another one after each change by its client or an operator
 */
@SuppressWarnings("ArrayRecordComponent")
public record Webhook(
        String id,
        String client,
        URI url,
        Wanted wanted,
        boolean unmasked,
        byte[] secret,
        Instant createdAt,
        long version,
        Standing standing) {

    /** Where its secret is kept. */
    public static String place(String id) {
        return "webhook " + id;
    }

    public boolean isPaused() {
        return standing.paused() != null;
    }
}
