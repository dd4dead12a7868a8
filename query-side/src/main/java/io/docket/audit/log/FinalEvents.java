package io.docket.audit.log;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Up to where events are in their final form. Those that a version wrote which did not encrypt personal data are encrypted
 * in place once, in the order of the log; before that, the tree does not take them in.
 */
@Component
final class FinalEvents {

    private final JdbcClient jdbc;

    FinalEvents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The last position that does not change any more; the greatest number there is if all do not. */
    long last() {
        Long done = jdbc.sql("select min(done_position) from encryption_of_older_events "
                        + "where done_position < last_position")
                .query(Long.class)
                .list()
                .get(0);
        return done == null ? Long.MAX_VALUE : done;
    }
}
