package io.docket.platform.reads;

import org.jspecify.annotations.Nullable;

/**
 * How far the reader knows the log: what the answer to a command carried as {@code Consistency-Token}.
 *
 * @param position in the log; {@code null} if the reader sends none
 */
public record ConsistencyToken(@Nullable Long position) {

    /** Its header. */
    static final String HEADER = "Consistency-Token";
}
