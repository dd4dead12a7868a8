package io.docket.platform.projection.faults;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is held up, as operators see it, and what they decide about it. */
@Component
public final class HeldUpAggregates {

    /** The event is told by the log: the row may still name one before it that has been taken in since. */
    private static final String FIND = """
            select l.*, e.global_index as at_position, e.event_identifier as at_event, e.payload_type,
                   e.payload_revision, e.time_stamp,
                   (select count(*) from domain_event b
                     where b.aggregate_identifier = l.aggregate_id and b.sequence_number > l.sequence_number) as behind
              from projection_dead_letter l
              left join domain_event e
                on e.aggregate_identifier = l.aggregate_id and e.sequence_number = l.sequence_number
            """;

    /** What is being made in the place of a projection is nobody's to settle. */
    private static final String SETTLED_BY_OPERATORS = "projection not like '%/next'";

    private final JdbcClient jdbc;
    private final Clock clock;

    HeldUpAggregates(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * An aggregate that is held up, without anything of what its events hold.
     *
     * @param event the first that is not taken in; {@code null} if the log has none there
     * @param behind how many later events of the aggregate wait for it
     * @param cause the kind and the place of the fault, as it was last seen
     * @param attempts how often it was tried again, in vain
     * @param nextAttempt when it is tried again at the latest
     * @param discarded {@code null} if it was not; of an automation it is the event before, and this one has not been tried
     */
    public record HeldUp(
            String id,
            String projection,
            String aggregateId,
            long sequenceNumber,
            @Nullable Event event,
            long behind,
            String cause,
            Instant since,
            int attempts,
            Instant nextAttempt,
            @Nullable Discarded discarded) {}

    /** The event, as the log has it. */
    public record Event(String id, String type, String revision, long position, Instant time) {}

    /** By whom it was discarded, and why. */
    public record Discarded(Instant at, String by, String reason) {}

    /**
     * Those that are held up, the longest waiting first.
     *
     * @param projection only those of this one
     * @param discarded those that were discarded, or those that were not
     */
    public Page<HeldUp> page(@Nullable String projection, boolean discarded, Paging paging) {
        String condition = " where l." + SETTLED_BY_OPERATORS + " and l.discarded_at is "
                + (discarded ? "not null" : "null") + (projection == null ? "" : " and l.projection = :projection");
        long total = jdbc.sql("select count(*) from projection_dead_letter l" + condition)
                .param("projection", projection)
                .query(Long.class)
                .single();
        return Page.of(
                jdbc.sql(FIND + condition
                                + " order by l.since, l.dead_letter_id offset :offset rows fetch next :size rows only")
                        .param("projection", projection)
                        .param("offset", paging.offset())
                        .param("size", paging.size())
                        .query((row, number) -> read(row))
                        .list(),
                total,
                paging);
    }

    public Optional<HeldUp> find(String id) {
        return jdbc.sql(FIND + " where l.dead_letter_id = ? and l." + SETTLED_BY_OPERATORS)
                .param(id)
                .query((row, number) -> read(row))
                .optional();
    }

    private static HeldUp read(ResultSet row) throws SQLException {
        String type = row.getString("payload_type");
        OffsetDateTime discardedAt = row.getObject("discarded_at", OffsetDateTime.class);
        return new HeldUp(
                row.getString("dead_letter_id"),
                row.getString("projection"),
                row.getString("aggregate_id"),
                row.getLong("sequence_number"),
                type == null
                        ? null
                        : new Event(
                                row.getString("at_event"),
                                type,
                                row.getString("payload_revision"),
                                row.getLong("at_position"),
                                time(row, "time_stamp")),
                row.getLong("behind"),
                row.getString("cause"),
                time(row, "since"),
                row.getInt("attempts"),
                time(row, "next_attempt"),
                discardedAt == null
                        ? null
                        : new Discarded(
                                discardedAt.toInstant(),
                                row.getString("discarded_by"),
                                row.getString("discard_reason")));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /**
     * Has an aggregate tried again at once, by whichever process is first; also one that was discarded.
     *
     * @return whether it is held up
     */
    public boolean retry(String id) {
        return retry("dead_letter_id = :value", id) > 0;
    }

    /** Has all aggregates tried again at once that are held up and were not discarded; answers how many they are. */
    public int retryAll(@Nullable String projection) {
        return retry(
                "discarded_at is null and "
                        + (projection == null ? "cast(:value as varchar) is null" : "projection = :value"),
                projection);
    }

    private int retry(String condition, @Nullable String value) {
        return jdbc.sql("update projection_dead_letter set next_attempt = :now, "
                        + "discarded_at = case when automation then discarded_at end, "
                        + "discarded_by = case when automation then discarded_by end, "
                        + "discard_reason = case when automation then discard_reason end where "
                        + SETTLED_BY_OPERATORS + " and " + condition)
                .param("now", now())
                .param("value", value)
                .update();
    }

    /**
     * Leaves an aggregate as it stands in the projection. It is tried again only when a process starts, which may be a
     * version that can take the event in. An automation, in which nothing depends on it, goes on behind the event at once:
     * what it would have done because of it is not done. Until it has tried the next one, that cannot be discarded.
     *
     * @param seen as it was seen: nothing is discarded if it is held up by another event by now
     * @return whether it was held up by that event, and had not been discarded yet
     */
    public boolean discard(HeldUp seen, String by, String reason) {
        return jdbc.sql("update projection_dead_letter set discarded_at = :now, discarded_by = :by, "
                                + "discard_reason = :reason, "
                                + "sequence_number = case when automation then sequence_number + 1 else sequence_number end, "
                                + "next_attempt = case when automation then :now else cast(:never as timestamp with time zone) end "
                                + "where dead_letter_id = :id and sequence_number = :seen and discarded_at is null and "
                                + SETTLED_BY_OPERATORS)
                        .param("now", now())
                        .param("by", by)
                        .param("reason", reason)
                        .param("never", DeadLetters.NEVER.atOffset(ZoneOffset.UTC))
                        .param("id", seen.id())
                        .param("seen", seen.sequenceNumber())
                        .update()
                > 0;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
