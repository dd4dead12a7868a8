package io.docket.platform.projection.rebuild;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
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
            select p.*, r.rebuild_id, r.stage, r.chunk_size, r.up_to, r.position,
                   (select count(*) from projection_rebuild_chunk c where c.rebuild_id = r.rebuild_id) as chunks,
                   (select coalesce(max(global_index), 0) from domain_event) as head
              from projection_replay p
              left join projection_rebuild r on r.replay_id = p.replay_id
            """;

    private final JdbcClient jdbc;

    ReplayRecords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes that something is to be made anew. */
    void add(String id, String projection, boolean dryRun, String requestedBy, Instant now) {
        jdbc.sql("insert into projection_replay (replay_id, projection, dry_run, requested_by, requested_at) "
                        + "values (?, ?, ?, ?, ?)")
                .params(id, projection, dryRun, requestedBy, now.atOffset(ZoneOffset.UTC))
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
        long done = isThere ? done(row) : row.getLong("done_position");
        Instant endedAt = time(row, "ended_at");
        return new Replay(
                row.getString("replay_id"),
                row.getString("projection"),
                row.getBoolean("dry_run"),
                status,
                row.getString("requested_by"),
                requestedAt,
                begunAt,
                isThere || endedAt != null ? endedAt : requestedAt,
                row.getString("cause"),
                done,
                isThere ? Math.max(row.getLong("head"), done) : done,
                row.getString("report"));
    }

    private static long done(ResultSet row) throws SQLException {
        long position = row.getLong("position");
        return row.wasNull()
                ? Math.min(row.getLong("up_to"), row.getLong("chunks") * row.getLong("chunk_size"))
                : position;
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
