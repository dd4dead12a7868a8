package io.docket.platform.projection.faults;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The letters that are to be tried again, and what has become of it. */
@Component
final class DueLetters {

    /** There may be a million: no more than that are in memory. */
    static final int PIECE = 100;

    private static final int MAX_DOUBLINGS = 9;

    private final JdbcClient jdbc;
    private final Clock clock;

    DueLetters(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Some letters of some projections that are to be tried again at a time, the longest waiting first. */
    List<DeadLetter> due(Set<String> projections, Instant time) {
        return jdbc.sql("select * from projection_dead_letter where projection in (:projections) "
                        + "and next_attempt <= :time order by next_attempt fetch first :piece rows only")
                .param("projections", projections)
                .param("time", time.atOffset(ZoneOffset.UTC))
                .param("piece", PIECE)
                .query(DeadLetter.ROW)
                .list();
    }

    /** Some letters of some projections that were there at a time, discarded or not, in the order of their ids. */
    List<DeadLetter> behind(String id, Set<String> projections, Instant time) {
        return jdbc.sql("select * from projection_dead_letter where dead_letter_id > :id "
                        + "and projection in (:projections) and since <= :time "
                        + "order by dead_letter_id fetch first :piece rows only")
                .param("id", id)
                .param("projections", projections)
                .param("time", time.atOffset(ZoneOffset.UTC))
                .param("piece", PIECE)
                .query(DeadLetter.ROW)
                .list();
    }

    /** A letter; locks it until the end of the transaction. */
    Optional<DeadLetter> lock(String id) {
        return jdbc.sql("select * from projection_dead_letter where dead_letter_id = ? for update")
                .param(id)
                .query(DeadLetter.ROW)
                .optional();
    }

    /** Notes that the events before one have been taken in. What was discarded was an earlier one. */
    void advance(DeadLetter letter, long sequenceNumber, long position) {
        jdbc.sql("update projection_dead_letter set sequence_number = ?, position = ?, discarded_at = null, "
                        + "discarded_by = null, discard_reason = null where dead_letter_id = ?")
                .params(sequenceNumber, position, letter.id())
                .update();
    }

    /** Notes that an aggregate is held up no longer. */
    void remove(DeadLetter letter) {
        jdbc.sql("delete from projection_dead_letter where dead_letter_id = ?")
                .param(letter.id())
                .update();
    }

    /**
     * Notes that a letter was tried in vain. Each time it waits twice as long, up to some minutes.
     *
     * @param tried the number of the event at which it ended
     * @param atFault whether the event itself is at fault: what was discarded of an automation was the one before it
     */
    void postpone(DeadLetter letter, long tried, boolean atFault, String cause) {
        Instant next = clock.instant()
                .plus(DeadLetters.FIRST_RETRY.multipliedBy(1L << Math.min(letter.attempts() + 1, MAX_DOUBLINGS)));
        jdbc.sql("update projection_dead_letter set attempts = attempts + 1, cause = ?, "
                        + "next_attempt = case when automation or discarded_at is null then ? else next_attempt end "
                        + "where dead_letter_id = ? and (automation = false or sequence_number = ?)")
                .params(cause, next.atOffset(ZoneOffset.UTC), letter.id(), tried)
                .update();
        if (letter.automation() && atFault) {
            jdbc.sql("update projection_dead_letter set discarded_at = null, discarded_by = null, "
                            + "discard_reason = null where dead_letter_id = ? and sequence_number = ?")
                    .params(letter.id(), tried)
                    .update();
        }
    }
}
