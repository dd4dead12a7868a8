package io.docket.platform.recordedlog;

/**
 * What is written into the database in the transaction that writes some events there. The log of record keeps it with the
 * events: whoever finds these there, and not in the database, knows what else to write.
 *
 * @param name of the {@link EffectWriter} that can write it
 * @param data what it needs for that: JSON without personal data
 */
public record Effect(String name, String data) {

    /**
     * The effect of one command.
     *
     * @param position of the command's last event
     */
    public record At(long position, Effect effect) {}
}
