package io.docket.platform.database;

import java.util.UUID;

/**
 * As whom a process owns what it has claimed. Drawn anew in each life of a process: process ids and host names are often
 * the same in two containers, and a restarted process does not own what it owned before.
 *
 * @param value at most 50 characters
 */
public record NodeId(String value) {

    /** An id that nobody else has. */
    public static NodeId random() {
        return new NodeId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
