package io.docket.eventstream.subscription;

import java.io.IOException;

/** Where a stream goes. Nothing here waits: whoever is slow is not ready, and tells when it is again. */
public interface Outlet {

    /** Whether it takes something now. If not, the subscriber is woken when it does. */
    boolean isReady();

    /** Takes some bytes; only while it is ready. */
    void write(byte[] bytes, int from, int length) throws IOException;

    /** Sends what it has taken. */
    void flush() throws IOException;

    /** Ends the answer: it is whole; only while it is ready. */
    void complete();

    /** Ends the connection: the answer is not whole. */
    void cutOff();
}
