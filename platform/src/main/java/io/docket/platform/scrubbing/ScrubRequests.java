package io.docket.platform.scrubbing;

import io.docket.platform.database.DatabaseTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What the command side asks the query side to scrub, and the answers. */
@Component
public final class ScrubRequests {

    private static final TypeReference<List<Scrubbed>> PLACES = new TypeReference<>() {};

    private static final String AS_TAKEN = " where erasure_id = ? and asked_at = ? and places is null";

    private static final int MAX_CAUSE = 500;

    /** The cause as long as nobody has noted another one. */
    public static final String BEGUN = "a process of the query side is at work on them";

    private final JdbcClient jdbc;
    private final Clock sharedClock;

    ScrubRequests(JdbcClient jdbc, DatabaseTime time) {
        this.jdbc = jdbc;
        this.sharedClock = time.clock();
    }

    /**
     * A place that was scrubbed.
     *
     * @param place its name
     * @param count how many records of the person it has
     * @param changed whether any of them was otherwise before; {@code null} if nobody knows
     */
    public record Scrubbed(
            String place, long count, @Nullable Boolean changed) {}

    /**
     * A request to scrub what read models hold of a person.
     *
     * @param pass 1 for the first time that the person is scrubbed, 2 for the second, and so on
     * @param askedAt in milliseconds
     * @param freeAt when a process may take it on; later than now as long as one is at work on it
     * @param failures how often in a row it was tried in vain
     * @param cause why it was tried in vain the last time: a place, and a kind of fault
     * @param answer {@code null} as long as there is none
     */
    public record Request(
            String erasureId,
            long personId,
            int pass,
            Instant askedAt,
            Instant freeAt,
            int failures,
            @Nullable String cause,
            @Nullable Answer answer) {

        /** Whether somebody took it on before, and has changed nobody knows what. */
        public boolean isBegun() {
            return cause != null;
        }
    }

    /** What was scrubbed, all of it after the request. */
    public record Answer(Instant time, List<Scrubbed> places) {}

    /** Asks; nothing changes if it was asked before, and the answer not taken. */
    public void ask(String erasureId, long personId, int pass, Instant time) {
        try {
            jdbc.sql(
                            "insert into scrub_request (erasure_id, person_id, pass, asked_at, free_at) values (?, ?, ?, ?, ?)")
                    .params(
                            erasureId,
                            personId,
                            pass,
                            at(time.truncatedTo(ChronoUnit.MILLIS)),
                            at(sharedClock.instant()))
                    .update();
        } catch (DuplicateKeyException asked) {
            // It is asked once.
        }
    }

    /** What was asked for an erasure. */
    public Optional<Request> find(String erasureId) {
        return jdbc.sql("select * from scrub_request where erasure_id = ?")
                .param(erasureId)
                .query((row, number) -> request(row))
                .optional();
    }

    /** Takes the answer away: it can be asked again. */
    public void forget(String erasureId) {
        jdbc.sql("delete from scrub_request where erasure_id = ?")
                .param(erasureId)
                .update();
    }

    /**
     * Takes on a request that waits, for a while; another process may take it on afterwards. One that fails each time comes
     * behind the others, and does not hold them up.
     *
     * @return as it was before
     */
    public Optional<Request> take(Duration lease) {
        OffsetDateTime now = at(sharedClock.instant());
        return jdbc
                .sql("select * from scrub_request where places is null and free_at <= ? order by free_at "
                        + "fetch first 10 rows only")
                .param(now)
                .query((row, number) -> request(row))
                .list()
                .stream()
                .filter(request -> postpone(request, lease, now))
                .findFirst();
    }

    private boolean postpone(Request request, Duration lease, OffsetDateTime now) {
        return jdbc.sql("update scrub_request set free_at = ?, cause = coalesce(cause, ?) "
                                + "where erasure_id = ? and asked_at = ? and places is null and free_at <= ?")
                        .params(now.plus(lease), BEGUN, request.erasureId(), at(request.askedAt()), now)
                        .update()
                > 0;
    }

    /**
     * Keeps a request that was taken on for a while longer.
     *
     * @return whether somebody still waits for it
     */
    public boolean keep(Request request, Duration lease) {
        return jdbc.sql("update scrub_request set free_at = ?" + AS_TAKEN)
                        .params(at(sharedClock.instant().plus(lease)), request.erasureId(), at(request.askedAt()))
                        .update()
                > 0;
    }

    /** Notes why a request cannot be answered now; it can be taken on again after a pause. */
    public void fail(Request request, String cause, Duration pause) {
        jdbc.sql("update scrub_request set free_at = ?, failures = failures + 1, cause = ?" + AS_TAKEN)
                .params(
                        at(sharedClock.instant().plus(pause)),
                        cause.substring(0, Math.min(cause.length(), MAX_CAUSE)),
                        request.erasureId(),
                        at(request.askedAt()))
                .update();
    }

    /** Answers a request; nothing changes if it has been answered, or asked again, since it was taken on. */
    public void answer(Request request, Answer answer) {
        jdbc.sql("update scrub_request set places = ?, answered_at = ?" + AS_TAKEN)
                .params(
                        JsonMapper.shared().writeValueAsString(answer.places),
                        at(answer.time),
                        request.erasureId(),
                        at(request.askedAt()))
                .update();
    }

    private static Request request(ResultSet row) throws SQLException {
        return new Request(
                row.getString("erasure_id"),
                row.getLong("person_id"),
                row.getInt("pass"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                row.getObject("free_at", OffsetDateTime.class).toInstant(),
                row.getInt("failures"),
                row.getString("cause"),
                answer(row));
    }

    private static @Nullable Answer answer(ResultSet row) throws SQLException {
        String places = row.getString("places");
        if (places == null) {
            return null;
        }
        OffsetDateTime time = row.getObject("answered_at", OffsetDateTime.class);
        // An older version does not note it, and has answered by the end of its time.
        OffsetDateTime known = time == null ? row.getObject("free_at", OffsetDateTime.class) : time;
        return new Answer(known.toInstant(), JsonMapper.shared().readValue(places, PLACES));
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
