package io.docket.platform.numbers;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Draws the numbers of work items and cases: {@code WI} and ten digits. One database sequence serves all processes; each
 * takes blocks of it, so that numbers are unique but not always in the order of their drawing.
 */
@Component
public final class WorkItemNumbers {

    /** The increment of the sequence. */
    private static final int BLOCK = 50;

    private final JdbcClient jdbc;

    private long next;
    private long endOfBlock;

    WorkItemNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A number that was not drawn before. A client may have chosen the same one for itself. */
    public synchronized String next() {
        if (next == endOfBlock) {
            next = jdbc.sql("select nextval('work_item_number')")
                    .query(Long.class)
                    .single();
            endOfBlock = next + BLOCK;
        }
        return "WI%010d".formatted(next++);
    }
}
