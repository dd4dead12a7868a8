package io.docket.platform.projection.rebuild;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was made anew, and what has become of it. Kept when the work is over. */
@Component
final class ReplayRecords {

    /** What is gone from the table of work without an end, a migration has given up. */
    private static final String FIND = """
            select p.*, r.rebuild_id, r.stage, r.up_to, r.position, r.aggregates,
                   (select coalesce(sum(coalesce(c.up_to - c.after_position, r.chunk_size)), 0)
                      from projection_rebuild_chunk c where c.rebuild_id = r.rebuild_id) as filled,
                   (select coalesce(max(global_index), 0) from domain_event) as head
              from projection_replay p
              left join projection_rebuild r on r.replay_id = p.replay_id
            """;

    private final JdbcClient jdbc;

    ReplayRecords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes that something is to be made anew. */
    void add(String id, RebuildRecords.Wanted wanted, String requestedBy, Instant now) {
        jdbc.sql(
                        "insert into projection_replay (replay_id, projection, dry_run, from_position, requested_by, requested_at) "
                                + "values (:id, :projection, :dryRun, :from, :requestedBy, :now)")
                .param("id", id)
                .param("projection", wanted.projection())
                .param("dryRun", wanted.dryRun())
                .param("from", wanted.from())
                .param("requestedBy", requestedBy)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Notes when it was begun, if that is the first time. */
    void begun(@Nullable String id, Instant now) {
        if (id != null) {
            jdbc.sql("update projection_replay set begun_at = ? where replay_id = ? and begun_at is null")
                    .params(now.atOffset(ZoneOffset.UTC), id)
                    .update();
        }
    }

    /** Notes what keeps it from going on; {@code null} if nothing does any more. */
    void failing(@Nullable String id, @Nullable String cause) {
        jdbc.sql("update projection_replay set cause = :cause where replay_id = :id and ended_at is null")
                .param("cause", cause, Types.VARCHAR)
                .param("id", id, Types.VARCHAR)
                .update();
    }

    /** Notes what has become of it. */
    void end(@Nullable String id, End end, Instant now) {
        if (id != null) {
            jdbc.sql("update projection_replay set ended_at = :now, outcome = :outcome, cause = :cause, "
                            + "done_position = :position, report = :report where replay_id = :id")
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .param("outcome", end.outcome.name())
                    .param("cause", end.cause)
                    .param("position", end.position)
                    .param("report", end.report)
                    .param("id", id)
                    .update();
        }
    }

    /** How the work ended. */
    record End(
            Replay.Status outcome,
            @Nullable Long position,
            @Nullable String cause,
            @Nullable String report) {

        static End completed(long position, @Nullable String report) {
            return new End(Replay.Status.COMPLETED, position, null, report);
        }

        static End failed(String cause) {
            return new End(Replay.Status.FAILED, null, cause, null);
        }

        static End canceled() {
            return new End(Replay.Status.CANCELED, null, null, null);
        }
    }

    Optional<Replay> find(String id) {
        return jdbc.sql(FIND + " where p.replay_id = ?")
                .param(id)
                .query((row, number) -> read(row))
                .optional();
    }

    /** All of them, the latest first. */
    Page<Replay> page(Paging paging) {
        return Page.of(
                jdbc.sql(FIND + " order by p.requested_at desc, p.replay_id "
                                + "offset :offset rows fetch next :size rows only")
                        .param("offset", paging.offset())
                        .param("size", paging.size())
                        .query((row, number) -> read(row))
                        .list(),
                jdbc.sql("select count(*) from projection_replay")
                        .query(Long.class)
                        .single(),
                paging);
    }

    private static Replay read(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        boolean isThere = row.getString("rebuild_id") != null;
        Instant begunAt = time(row, "begun_at");
        Instant requestedAt =
                row.getObject("requested_at", OffsetDateTime.class).toInstant();
        Replay.Status status;
        if (outcome != null) {
            status = Replay.Status.valueOf(outcome);
        } else if (isThere) {
            status = begunAt == null ? Replay.Status.WAITING : Replay.Status.RUNNING;
        } else {
            status = Replay.Status.CANCELED;
        }
        Long from = row.getObject("from_position", Long.class);
        long before = from == null ? 0 : from - 1;
        long done = Math.max(0, (isThere ? position(row, before) : row.getLong("done_position")) - before);
        Instant endedAt = time(row, "ended_at");
        return new Replay(
                row.getString("replay_id"),
                row.getString("projection"),
                row.getBoolean("dry_run"),
                from,
                status,
                row.getString("requested_by"),
                requestedAt,
                begunAt,
                isThere || endedAt != null ? endedAt : requestedAt,
                row.getString("cause"),
                done,
                isThere ? Math.max(row.getLong("head") - before, done) : done,
                row.getString("report"));
    }

    /** Up to where the log is dealt with; while some aggregates of all are made, as far as their share goes. */
    private static long position(ResultSet row, long before) throws SQLException {
        Long position = row.getObject("position", Long.class);
        if (position != null) {
            return position;
        }
        long upTo = row.getLong("up_to");
        long filled = row.getLong("filled");
        if (row.getObject("from_position") == null) {
            return Math.min(upTo, filled);
        }
        long aggregates = row.getLong("aggregates");
        return aggregates == 0 ? before : before + (upTo - before) * Math.min(filled, aggregates) / aggregates;
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
