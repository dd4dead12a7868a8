package io.docket.eventstream.log;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Finds where in the log a time begins. Events are not ordered by time, since some wait longer for their commit than others;
 * but the latest time up to a position never falls, and it is marked for every so many positions.
 */
@Component
class TimeMarks {

    /** From mark to mark, in positions. */
    static final long DISTANCE = 10_000;

    private static final int AT_ONCE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(TimeMarks.class);

    private final JdbcClient jdbc;
    private final LoggedEvents log;

    TimeMarks(JdbcClient jdbc, LoggedEvents log) {
        this.jdbc = jdbc;
        this.log = log;
    }

    /** The position before the first event at or after a time; that of the last event if there is none yet. */
    long before(Instant time) {
        OffsetDateTime wanted = time.atOffset(ZoneOffset.UTC);
        long head = log.head();
        long after = jdbc.sql("select coalesce(max(position), 0) from event_time_mark where latest < ?")
                .param(wanted)
                .query(Long.class)
                .single();
        while (after < head) {
            long upTo = Math.min(head, after + DISTANCE);
            Long first = jdbc.sql("select min(global_index) from domain_event "
                            + "where global_index > ? and global_index <= ? and time_stamp >= ?")
                    .params(after, upTo, wanted)
                    .query(Long.class)
                    .list()
                    .get(0);
            if (first != null) {
                return first - 1;
            }
            after = upTo;
        }
        return head;
    }

    /** Marks what has been appended. Every process does so: the marks that they make are the same. */
    @Scheduled(fixedDelay = 10_000)
    void extend() {
        try {
            long head = log.head();
            boolean more = true;
            for (int i = 0; i < AT_ONCE && more; i++) {
                more = mark(head);
            }
        } catch (RuntimeException e) {
            LOG.debug("The log cannot be marked now", e);
        }
    }

    /** Adds a mark, if the log has grown by so much. */
    private boolean mark(long head) {
        Mark last = jdbc.sql(
                        "select position, latest from event_time_mark order by position desc fetch first 1 rows only")
                .query((row, number) -> new Mark(row.getLong(1), row.getObject(2, OffsetDateTime.class)))
                .optional()
                .orElse(Mark.NONE);
        long next = last.position + DISTANCE;
        if (next > head) {
            return false;
        }
        OffsetDateTime latest = jdbc.sql(
                        "select max(time_stamp) from domain_event " + "where global_index > ? and global_index <= ?")
                .params(last.position, next)
                .query((row, number) -> row.getObject(1, OffsetDateTime.class))
                .list()
                .get(0);
        try {
            jdbc.sql("insert into event_time_mark (position, latest) values (?, ?)")
                    .params(next, last.orLater(latest))
                    .update();
        } catch (DuplicateKeyException e) {
            LOG.trace("Another process has made the mark", e);
        }
        return true;
    }

    private record Mark(long position, OffsetDateTime latest) {

        static final Mark NONE = new Mark(0, Instant.EPOCH.atOffset(ZoneOffset.UTC));

        OffsetDateTime orLater(@Nullable OffsetDateTime other) {
            return other == null || other.isBefore(latest) ? latest : other;
        }
    }
}
