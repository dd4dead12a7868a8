package io.docket.platform.recordedlog;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes effects of one name whose events were found in the log of record. */
public interface EffectWriter {

    /** The name of the effects. */
    String effect();

    /**
     * The effect that an event stands for by itself. It goes with the event when that is appended from the database alone, of
     * which effects are not known any more.
     */
    default Optional<Effect> of(RecordedEvent event) {
        return Optional.empty();
    }

    /**
     * Writes what should have been written with the events, in the transaction that copies them.
     *
     * @param jdbc bound to that transaction
     * @param position of the command's last event
     * @param data as the effect has it
     */
    void write(JdbcClient jdbc, long position, String data);
}
