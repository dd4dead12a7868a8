package io.docket.eventstream.subscription;

import io.docket.eventstream.log.CloudEventWriter;
import io.docket.eventstream.log.Frame;
import io.docket.eventstream.log.LoggedEvent;
import org.jspecify.annotations.Nullable;

/** An event that was appended a moment ago, written once for all who see it in the same way. */
public final class LiveEvent {

    private final LoggedEvent event;
    private volatile @Nullable Written masked;
    private volatile @Nullable Written unmasked;

    /** @param erasures how many there had been when it was written */
    private record Written(Frame frame, long erasures) {}

    LiveEvent(LoggedEvent event) {
        this.event = event;
    }

    /** The event as it lies in the log. */
    public LoggedEvent event() {
        return event;
    }

    Frame frame(CloudEventWriter writer, boolean shown) {
        long erasures = writer.erasures();
        Written written = shown ? unmasked : masked;
        if (written != null && written.erasures == erasures) {
            return written.frame;
        }
        synchronized (this) {
            written = shown ? unmasked : masked;
            if (written == null || written.erasures != erasures) {
                written = new Written(writer.write(event, shown), erasures);
                if (shown) {
                    unmasked = written;
                } else {
                    masked = written;
                }
            }
            return written.frame;
        }
    }

    /** How much memory it may take, written in both ways. */
    long weight() {
        return 3L * event.bytes() + 3000;
    }
}
