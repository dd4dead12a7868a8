package io.docket.audit.log;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Up to where events are in their final form. Those that a version wrote which did not encrypt personal data are encrypted
 * in place once, in the order of the log; before that, the tree does not take them in.
 */
@Component
final class FinalEvents {

    private final JdbcClient jdbc;

    private @Nullable Boolean isEncryptionKnown;

    FinalEvents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The last position that does not change any more; the greatest number there is if all do not. */
    long last() {
        if (!isEncryptionKnown()) {
            return Long.MAX_VALUE;
        }
        Long done = jdbc.sql("select min(done_position) from encryption_of_older_events "
                        + "where done_position < last_position")
                .query(Long.class)
                .list()
                .get(0);
        return done == null ? Long.MAX_VALUE : done;
    }

    private synchronized boolean isEncryptionKnown() {
        if (isEncryptionKnown == null) {
            isEncryptionKnown = jdbc.sql("select count(*) from information_schema.tables "
                                    + "where lower(table_name) = 'encryption_of_older_events'")
                            .query(Integer.class)
                            .single()
                    > 0;
        }
        return isEncryptionKnown;
    }
}
