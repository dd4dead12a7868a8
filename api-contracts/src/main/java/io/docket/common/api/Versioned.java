package io.docket.common.api;

/** What an aggregate looked like after one of its events. */
public interface Versioned {

    /** The sequence number of that event, from 0. */
    long version();
}
