package io.docket.platform.recordedlog;

import java.util.List;

/**
 * What the log of record takes as one.
 *
 * @param mark what it says of itself
 * @param events in the order of their positions; none in a batch that only has its number taken
 * @param effects what belongs into the database together with the events
 */
public record Batch(BatchMark mark, List<RecordedEvent> events, List<Effect.At> effects) {

    public Batch {
        events = List.copyOf(events);
        effects = List.copyOf(effects);
    }
}
