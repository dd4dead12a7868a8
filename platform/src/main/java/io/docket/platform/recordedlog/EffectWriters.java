package io.docket.platform.recordedlog;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The writers of all effects that there are. */
public record EffectWriters(Iterable<EffectWriter> writers) {

    /**
     * Writes an effect.
     *
     * @param jdbc bound to the transaction that copies its events
     */
    public void write(JdbcClient jdbc, Effect.At at) {
        for (EffectWriter writer : writers) {
            if (writer.effect().equals(at.effect().name())) {
                writer.write(jdbc, at.position(), at.effect().data());
                return;
            }
        }
        throw new IllegalStateException(
                "Nobody can write the effect " + at.effect().name());
    }

    /**
     * The effects that some events stand for by themselves.
     *
     * @param lastPosition the position before the first of them
     */
    public List<Effect.At> of(List<RecordedEvent> events, long lastPosition) {
        List<Effect.At> effects = new ArrayList<>();
        for (EffectWriter writer : writers) {
            for (int i = 0; i < events.size(); i++) {
                long position = lastPosition + 1 + i;
                writer.of(events.get(i)).ifPresent(effect -> effects.add(new Effect.At(position, effect)));
            }
        }
        return effects;
    }
}
