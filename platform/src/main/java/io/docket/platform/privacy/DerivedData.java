package io.docket.platform.privacy;

/**
 * Data that are derived from the log, and can hold what events told of a person who has been erased since. A projection
 * that is none is taken to hold nothing of persons: while it is made anew, no erasure is anything to it.
 */
public interface DerivedData {

    /** Their name, as the report of an erasure has it. */
    String place();

    /**
     * Makes what is derived from an aggregate anew, from the log as it can be read now. Is called in a transaction of its own;
     * may be called again, and while events are taken in.
     *
     * @return what there is of this aggregate
     */
    Scrub scrub(String aggregateId);

    /**
     * What there is of an aggregate.
     *
     * @param records how many records
     * @param hasChanged whether any of them was otherwise before
     */
    record Scrub(long records, boolean hasChanged) {

        public static final Scrub NOTHING = new Scrub(0, false);

        /** Both together. */
        public Scrub plus(Scrub other) {
            return new Scrub(records + other.records, hasChanged || other.hasChanged);
        }
    }
}
