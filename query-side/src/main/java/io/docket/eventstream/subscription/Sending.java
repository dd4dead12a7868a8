package io.docket.eventstream.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;

/** What is sent through an outlet, as far as it is taken; the rest is kept until it is. */
final class Sending {

    /** What is written is handed over in slices; of one that does not fit, the server keeps the rest. */
    static final int SLICE = 64 * 1024;

    private static final byte[] NOTHING = new byte[0];

    private final Outlet outlet;

    private volatile long sentAt = System.nanoTime();

    private byte[] unsent = NOTHING;
    private boolean unflushed;

    Sending(Outlet outlet) {
        this.outlet = outlet;
    }

    /** When something was sent last, in nanoseconds of the system's timer. */
    long sentAt() {
        return sentAt;
    }

    /** Sends what was kept, and says whether nothing is any more, and more is taken. */
    boolean isAllSent() throws IOException {
        if (!outlet.isReady()) {
            return false;
        }
        if (unflushed) {
            flush();
        }
        byte[] left = unsent;
        unsent = NOTHING;
        return isSent(left, left.length);
    }

    boolean isSent(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        return isSent(bytes, bytes.length);
    }

    /** Hands over as much as is taken, and keeps the rest. */
    boolean isSent(byte[] bytes, int length) throws IOException {
        int sent = 0;
        while (sent < length && outlet.isReady()) {
            int slice = Math.min(SLICE, length - sent);
            outlet.write(bytes, sent, slice);
            unflushed = true;
            sent += slice;
            sentAt = System.nanoTime();
        }
        if (sent < length) {
            unsent = Arrays.copyOfRange(bytes, sent, length);
            return false;
        }
        if (unflushed && outlet.isReady()) {
            flush();
        }
        return true;
    }

    private void flush() throws IOException {
        unflushed = false;
        outlet.flush();
    }
}
