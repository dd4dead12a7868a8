package io.docket.platform.projection.processing;

import static java.util.stream.Collectors.toMap;

import io.docket.platform.database.DatabaseTime;
import io.docket.platform.database.TimeLimits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The tokens of projections as they are stored: how far each has got, and how one is kept from going on. Whoever holds a
 * token has it until it is let go, whatever becomes of the process: no process works on that projection meanwhile, and a
 * batch that is under way comes to nothing.
 */
@Component
public final class ProjectionTokens {

    /** The position of a projection that has seen no event. */
    static final long NONE = 0;

    private static final String HOLDER = "rebuild";

    /** A claim of which no process thinks that it has expired. */
    private static final String FOR_EVER = "9999-01-01T00:00:00.000Z";

    private static final String OF = " where processor_name = ? and segment = 0";

    private final JdbcClient jdbc;
    private final Serializer serializer;
    private final Clock sharedClock;

    ProjectionTokens(JdbcClient jdbc, Serializer serializer, DatabaseTime time) {
        this.jdbc = jdbc;
        this.serializer = serializer;
        this.sharedClock = time.clock();
    }

    /**
     * A token.
     *
     * @param position up to which all events are taken in; 0 if none is
     * @param stored as it is stored; {@code null} for the beginning of the log
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Stored(long position, byte @Nullable [] stored) {

        private static Stored first(Stored one, Stored other) {
            return one.position <= other.position ? one : other;
        }
    }

    /** All tokens, by the names of their projections. */
    Map<String, Stored> all() {
        return jdbc
                .sql("select processor_name, token, token_type from projection_position")
                .query((row, number) -> Map.entry(row.getString("processor_name"), read(row)))
                .list()
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, Stored::first));
    }

    /** The position up to which a projection has taken in all events; 0 if it has taken in none. */
    public long position(String projection) {
        return jdbc.sql("select token, token_type from projection_position" + OF)
                .param(projection)
                .query((row, number) -> read(row).position())
                .optional()
                .orElse(NONE);
    }

    private Stored read(ResultSet row) throws SQLException {
        byte[] token = row.getBytes("token");
        if (token == null) {
            return new Stored(NONE, null);
        }
        @Nullable
        TrackingToken stored = serializer.deserialize(
                new SimpleSerializedObject<>(token, byte[].class, row.getString("token_type"), null));
        return new Stored(stored == null ? NONE : stored.position().orElse(NONE), token);
    }

    /**
     * Moves a token over events that do not concern its projection, unless it has moved meanwhile. Whoever works on the
     * projection is not disturbed: his next token is a later one.
     */
    void advance(String projection, Stored from, long position) {
        if (from.stored() != null) {
            SerializedObject<byte[]> token = serialized(position);
            jdbc.sql("update projection_position set token = ?, token_type = ?" + OF + " and token = ? and owner <> ?")
                    .params(token.getData(), token.getType().getName(), projection, from.stored(), HOLDER)
                    .update();
        }
    }

    private SerializedObject<byte[]> serialized(long position) {
        return serializer.serialize(GapAwareTrackingToken.newInstance(position, List.of()), byte[].class);
    }

    /** Whether a process has claimed a projection, and lives, as far as others can know. */
    public boolean isClaimed(String projection) {
        String expired = DateTimeUtils.formatInstant(sharedClock.instant().minus(TimeLimits.CLAIM));
        return jdbc.sql("select count(*) from projection_position" + OF + " and owner is not null and time_stamp > ?")
                        .params(projection, expired)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /**
     * Who has claimed a projection.
     *
     * @param isHeld whether something else is being put in its place, and no process works on it
     * @param hasExpired whether the process that has claimed it is not heard of any more
     */
    record Claimed(String owner, boolean isHeld, Instant heardAt, boolean hasExpired) {}

    /** The claims on all projections, by their names; those that nobody has claimed are left out. */
    Map<String, Claimed> claims() {
        Instant oldest = sharedClock.instant().minus(TimeLimits.CLAIM);
        return jdbc
                .sql("select processor_name, owner, time_stamp from projection_position where segment = 0 "
                        + "and owner is not null")
                .query((row, number) -> {
                    Instant heardAt = DateTimeUtils.parseInstant(row.getString("time_stamp"));
                    String owner = row.getString("owner");
                    return Map.entry(
                            row.getString("processor_name"),
                            new Claimed(owner, owner.equals(HOLDER), heardAt, heardAt.isBefore(oldest)));
                })
                .list()
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Takes a token from whoever has claimed it. */
    public void hold(String projection) {
        int held = jdbc.sql("update projection_position set owner = ?, time_stamp = ?" + OF)
                .params(HOLDER, FOR_EVER, projection)
                .update();
        if (held == 0) {
            jdbc.sql("insert into projection_position (processor_name, segment, owner, time_stamp) values (?, 0, ?, ?)")
                    .params(projection, HOLDER, FOR_EVER)
                    .update();
        }
    }

    /** Lets a token go, if it is held: the projection goes on where it stood. */
    public void letGo(String projection) {
        jdbc.sql("update projection_position set owner = null" + OF + " and owner = ?")
                .params(projection, HOLDER)
                .update();
    }

    /**
     * Lets a held token go: the projection goes on behind a position.
     *
     * @throws IllegalStateException if it is not held
     */
    public void letGo(String projection, long position) {
        SerializedObject<byte[]> token = serialized(position);
        int released = jdbc.sql("update projection_position set token = ?, token_type = ?, owner = null" + OF
                        + " and owner = ?")
                .params(token.getData(), token.getType().getName(), projection, HOLDER)
                .update();
        if (released == 0) {
            throw new IllegalStateException("The token of " + projection + " is not held");
        }
    }

    /** The projections whose tokens are held. */
    public List<String> held() {
        return jdbc.sql("select processor_name from projection_position where owner = ?")
                .param(HOLDER)
                .query(String.class)
                .list();
    }
}
