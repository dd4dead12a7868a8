package io.docket.platform.projection.rebuild;

import static java.util.stream.Collectors.toMap;

import io.docket.platform.database.DatabaseTime;
import io.docket.platform.database.NodeId;
import io.docket.platform.database.TimeLimits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is being made anew, by whom, and how far it is: kept in the transactions that do it. */
@Component
final class RebuildRecords {

    /** In so many positions begin the aggregates that one thread makes at a time, unless they have too many events. */
    static final long CHUNK = 10_000;

    private final JdbcClient jdbc;
    private final NodeId node;
    private final ReplayRecords replays;
    private final Clock sharedClock;

    RebuildRecords(JdbcClient jdbc, NodeId node, ReplayRecords replays, DatabaseTime time) {
        this.jdbc = jdbc;
        this.node = node;
        this.replays = replays;
        this.sharedClock = time.clock();
    }

    private OffsetDateTime now() {
        return sharedClock.instant().atOffset(ZoneOffset.UTC);
    }

    /**
     * What is to be made anew.
     *
     * @param replayId as what operators know it; {@code null} if nobody does
     * @param from the position of the first event that counts; {@code null} for all
     */
    record Wanted(
            String projection,
            @Nullable String replayId,
            boolean dryRun,
            @Nullable Long from) {

        private long chunkSize() {
            return from == null ? CHUNK : ChangedAggregates.CHUNK;
        }
    }

    /**
     * Notes that a read model is to be made anew. Belongs to a transaction.
     *
     * @throws org.springframework.dao.DuplicateKeyException if that is under way
     */
    void add(Wanted wanted, String requestedBy, long upTo) {
        add(wanted, upTo);
        if (wanted.replayId != null) {
            replays.add(wanted.replayId, wanted, requestedBy, sharedClock.instant());
        }
    }

    private void add(Wanted wanted, long upTo) {
        jdbc.sql("insert into projection_rebuild (rebuild_id, projection, stage, from_position, up_to, chunk_size, "
                        + "started_at, replay_id, dry_run) "
                        + "values (:id, :projection, :stage, :from, :upTo, :chunkSize, :now, :replay, :dryRun)")
                .param("id", UUID.randomUUID().toString())
                .param("projection", wanted.projection)
                .param("stage", Rebuild.Stage.ASKED_FOR.name())
                .param("from", wanted.from)
                .param("upTo", upTo)
                .param("chunkSize", wanted.chunkSize())
                .param("now", now())
                .param("replay", wanted.replayId)
                .param("dryRun", wanted.dryRun)
                .update();
    }

    Optional<Rebuild> find(String projection) {
        return jdbc.sql("select * from projection_rebuild where projection = ?")
                .param(projection)
                .query((row, number) -> read(row))
                .optional();
    }

    /** All that have been asked for, the first one first. */
    List<Rebuild> all() {
        return jdbc.sql("select * from projection_rebuild order by started_at, projection")
                .query((row, number) -> read(row))
                .list();
    }

    private static Rebuild read(ResultSet row) throws SQLException {
        return new Rebuild(
                row.getString("rebuild_id"),
                row.getString("projection"),
                Rebuild.Stage.valueOf(row.getString("stage")),
                row.getObject("from_position", Long.class),
                row.getLong("up_to"),
                row.getLong("chunk_size"),
                row.getString("replay_id"),
                row.getBoolean("dry_run"),
                row.getObject("position", Long.class));
    }

    /**
     * Claims the work for this process, or claims it on; not if another process is at it that is still heard of, nor if it
     * was canceled.
     */
    boolean claim(Rebuild rebuild) {
        return claim(rebuild, false);
    }

    /** Claims what is left of work that was canceled; not if another process is still at it. */
    boolean claimCanceled(Rebuild rebuild) {
        return claim(rebuild, true);
    }

    private boolean claim(Rebuild rebuild, boolean canceled) {
        OffsetDateTime now = now();
        return jdbc.sql("update projection_rebuild set owner = ?, heard_at = ? where rebuild_id = ? "
                                + "and canceled = ? and (owner is null or owner = ? or heard_at < ?)")
                        .params(node.value(), now, rebuild.id(), canceled, node.value(), now.minus(TimeLimits.CLAIM))
                        .update()
                > 0;
    }

    /** Has work given up; answers whether there is any. */
    boolean cancel(String replayId) {
        return jdbc.sql("update projection_rebuild set canceled = true where replay_id = ?")
                        .param(replayId)
                        .update()
                > 0;
    }

    /** Leaves the work to others. */
    void leave(Rebuild rebuild) {
        jdbc.sql("update projection_rebuild set owner = null where rebuild_id = ? and owner = ?")
                .params(rebuild.id(), node.value())
                .update();
    }

    /**
     * It begins. Whoever is erased from now on, its tables may tell of.
     *
     * @param personal whether they will hold personal data: otherwise no erasure is anything to them
     * @throws LostException if another process goes on with it
     */
    void begun(Rebuild rebuild, boolean personal) {
        set(
                rebuild,
                "erasures = "
                        + (personal
                                ? "(select erasures from event_log_lock where id = 1)"
                                : String.valueOf(Long.MAX_VALUE)));
        replays.begun(rebuild.replayId(), sharedClock.instant());
    }

    /**
     * The tables are there, and can be filled.
     *
     * @throws LostException if another process goes on with it
     */
    void filling(Rebuild rebuild) {
        set(rebuild, "stage = '" + Rebuild.Stage.FILLING + "'");
    }

    private void set(Rebuild rebuild, String assignment) {
        int found = jdbc.sql("update projection_rebuild set " + assignment + " where rebuild_id = ? and owner = ?")
                .params(rebuild.id(), node.value())
                .update();
        if (found == 0) {
            throw new LostException(rebuild);
        }
    }

    /** Up to where chunks are made: a position of the log, or, if not all aggregates are made, how many are. */
    long end(Rebuild rebuild) {
        return jdbc.sql("select coalesce(aggregates, up_to) from projection_rebuild where rebuild_id = ?")
                .param(rebuild.id())
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /**
     * Notes that a piece is done: a chunk, or a part of one.
     *
     * @throws org.springframework.dao.DuplicateKeyException if somebody else has done one that begins or ends there
     * @throws org.springframework.dao.DataIntegrityViolationException if the rebuild is over
     */
    void done(Rebuild rebuild, long after, long upTo) {
        jdbc.sql("insert into projection_rebuild_chunk (rebuild_id, after_position, up_to) values (?, ?, ?)")
                .params(rebuild.id(), after, upTo)
                .update();
    }

    /** The pieces of a chunk, or of all, that are done: what each begins behind, by where it ends. */
    Map<Long, Long> pieces(Rebuild rebuild, long after, long end) {
        return jdbc
                .sql(
                        "select coalesce(up_to, least(after_position + ?, ?)), after_position from projection_rebuild_chunk "
                                + "where rebuild_id = ? and after_position >= ? and after_position < ?")
                .params(rebuild.chunkSize(), end, rebuild.id(), after, end)
                .query((row, number) -> Map.entry(row.getLong(1), row.getLong(2)))
                .list()
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, Math::min));
    }

    /** Notes what keeps the work from going on, while that is tried again; {@code null} when it does not any more. */
    void failing(Rebuild rebuild, @Nullable String cause) {
        replays.failing(rebuild.replayId(), cause);
    }

    /** All chunks are done: the tables can follow the log. */
    void following(Rebuild rebuild) {
        jdbc.sql("update projection_rebuild set stage = ?, position = up_to where rebuild_id = ? and stage = ?")
                .params(Rebuild.Stage.FOLLOWING.name(), rebuild.id(), Rebuild.Stage.FILLING.name())
                .update();
    }

    /**
     * Notes that the tables are at another position.
     *
     * @throws LostException if they were not where one thought, or are no more
     */
    void advance(Rebuild rebuild, long from, long position) {
        int advanced = jdbc.sql("update projection_rebuild set position = ? where rebuild_id = ? and position = ? "
                        + "and canceled = false")
                .params(position, rebuild.id(), from)
                .update();
        if (advanced == 0) {
            throw new LostException(rebuild);
        }
    }

    /**
     * Makes sure that nobody has been erased since the tables were made: they may tell of whoever has.
     *
     * @throws OutdatedException if somebody has
     */
    void requireNoErasure(Rebuild rebuild) {
        if (jdbc.sql("select count(*) from projection_rebuild r join event_log_lock l on l.erasures <= r.erasures "
                                + "where r.rebuild_id = ? and l.id = 1")
                        .param(rebuild.id())
                        .query(Integer.class)
                        .single()
                == 0) {
            throw new OutdatedException(rebuild);
        }
    }

    /**
     * Has all be made anew once more, up to another position; but what was canceled stays so, and is given up.
     *
     * @return whether it is; if not, it was canceled, or somebody else has ended it or begun again
     */
    boolean again(Rebuild rebuild, long upTo) {
        boolean removed = remove(rebuild, " and canceled = false");
        if (removed) {
            add(new Wanted(rebuild.projection(), rebuild.replayId(), rebuild.dryRun(), rebuild.from()), upTo);
        }
        return removed;
    }

    /**
     * Forgets what is over, and notes what has become of it.
     *
     * @return whether it has not been forgotten before
     */
    boolean end(Rebuild rebuild, ReplayRecords.End end) {
        boolean removed = remove(rebuild, "");
        if (removed) {
            replays.end(rebuild.replayId(), end, sharedClock.instant());
        }
        return removed;
    }

    private boolean remove(Rebuild rebuild, String condition) {
        jdbc.sql("delete from projection_rebuild_chunk where rebuild_id = ?")
                .param(rebuild.id())
                .update();
        return jdbc.sql("delete from projection_rebuild where rebuild_id = ?" + condition)
                        .param(rebuild.id())
                        .update()
                > 0;
    }

    /** Another process has taken the work over. */
    static final class LostException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        LostException(Rebuild rebuild) {
            super("Another process goes on with the rebuild of " + rebuild.projection());
        }
    }

    /** Somebody has been erased meanwhile. */
    static final class OutdatedException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        OutdatedException(Rebuild rebuild) {
            super(rebuild.projection() + " begins to be made anew again, since somebody was erased meanwhile");
        }
    }
}
