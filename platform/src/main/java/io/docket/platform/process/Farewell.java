package io.docket.platform.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Has a process that is told to end go on answering for a moment. It is not ready any more, and a proxy that asks for that sends
 * requests elsewhere, before connections are closed on which some would be on their way.
 *
 * <p>Applications that have a proxy before them import it.
 */
public final class Farewell {

    /** A proxy asks once a second, and believes the second answer. */
    private static final Duration UNTIL_KNOWN = Duration.ofSeconds(3);

    private final ApplicationContext context;

    private volatile boolean wasReady;

    Farewell(ApplicationContext context) {
        this.context = context;
    }

    @EventListener(ApplicationReadyEvent.class)
    void onReady() {
        wasReady = true;
    }

    /** Before anything has been stopped. */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void onEnd(ContextClosedEvent end) {
        if (wasReady && end.getApplicationContext() == context) {
            long until = System.nanoTime() + UNTIL_KNOWN.toNanos();
            for (long left = UNTIL_KNOWN.toNanos(); left > 0; left = until - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }
}
