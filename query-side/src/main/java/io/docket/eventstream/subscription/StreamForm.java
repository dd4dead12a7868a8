package io.docket.eventstream.subscription;

import io.docket.eventstream.log.Frame;
import java.io.ByteArrayOutputStream;

/** The forms that a stream has. */
public enum StreamForm {
    /** Server-Sent Events, as WHATWG's HTML describes them. */
    SERVER_SENT_EVENTS(": keep-alive\n\n"),
    /** A line of JSON for each event. */
    LINES("\n");

    private final String keepAlive;

    StreamForm(String keepAlive) {
        this.keepAlive = keepAlive;
    }

    /** What says nothing, but that the stream goes on. */
    String keepAlive() {
        return keepAlive;
    }

    void write(Frame frame, ByteArrayOutputStream out) {
        if (this == LINES) {
            frame.writeLine(out);
        } else {
            frame.writeEvent(out);
        }
    }

    /** Why the stream ends; nothing where there is no way to say it. */
    String farewell(String reason) {
        return this == SERVER_SENT_EVENTS ? ": " + reason + "\n\n" : "";
    }
}
