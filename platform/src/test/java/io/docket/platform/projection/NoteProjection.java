package io.docket.platform.projection;

import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;

/** Counts notes. */
@ProcessingGroup(NoteProjection.NAME)
class NoteProjection {

    static final String NAME = "notes";

    private final AtomicInteger notes = new AtomicInteger();

    @EventHandler
    void on(Noted event) {
        notes.incrementAndGet();
    }

    int notes() {
        return notes.get();
    }
}
