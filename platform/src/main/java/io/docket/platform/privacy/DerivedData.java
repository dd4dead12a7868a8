package io.docket.platform.privacy;

import java.util.List;

/**
 * Data that are derived from the log, and can hold what events told of a person who has been erased since. A projection
 * that is none is taken to hold nothing of persons: while it is made anew, no erasure is anything to it.
 */
public interface DerivedData {

    /** Their name, as the report of an erasure has it. */
    String place();

    /**
     * Makes what is derived from some aggregates anew, from the log as it can be read now. May be done again, and while
     * events are taken in.
     *
     * @return how many records there are of these aggregates
     */
    long scrub(List<String> aggregateIds);
}
