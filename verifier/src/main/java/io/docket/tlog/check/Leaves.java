package io.docket.tlog.check;

import java.util.function.Consumer;

/** Where events are read from. */
@FunctionalInterface
public interface Leaves {

    /** All positions that there can be. */
    long FIRST = Long.MIN_VALUE;

    /**
     * Reads what stands at some positions, in their order. What is not there is left out.
     *
     * @param first the first position wanted, which may be smaller than any that a log has
     * @param last the last position wanted
     */
    void read(long first, long last, Consumer<Leaf> reader);
}
