package io.docket.platform.idempotency;

import io.docket.platform.database.TimeLimits;
import io.docket.platform.errors.UnavailableException;
import io.docket.platform.eventstore.LogAccess;
import io.docket.platform.eventstore.TransactionParticipant.RowUpdate;
import io.docket.platform.privacy.DerivedData;
import io.docket.platform.privacy.Persons;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which requests with an {@code Idempotency-Key} are being answered, and the answers of the last 24 hours.
 *
 * <p>A request first claims its key, in a transaction of its own. Its answer is then written in the transaction that
 * appends its events. A claim that a crash left behind can be taken over after {@link TimeLimits#LEASE}: either the events and the
 * answer are both there by then, or neither is and never will be, since the older attempt no longer matches the record.
 */
@Component
public final class IdempotencyStore implements DerivedData {

    static final Duration RETENTION = Duration.ofHours(24);

    /** As many as one statement deletes well within its time limit. */
    private static final int FORGOTTEN_AT_ONCE = 5_000;

    /** In the place of a fingerprint that is forgotten. */
    private static final String ANY_BODY = "erased";

    private static final String KEY = "caller = :caller and path = :path and idempotency_key = :key";

    private static final String COMPLETE = """
            update idempotency_record set status = ?, headers = ?, body = ?, position = ?
             where caller = ? and path = ? and idempotency_key = ? and attempt = ? and status is null""";

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Persons persons;
    private final LogAccess log;

    IdempotencyStore(JdbcClient jdbc, Clock clock, Persons persons, LogAccess log) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.persons = persons;
        this.log = log;
    }

    /** What a request with a key meets. */
    sealed interface Outcome {

        /** Nobody has answered it: go on, and answer it. */
        record Claimed(IdempotencyClaim claim) implements Outcome {}

        /** It was answered: answer the same. */
        record Answered(Answer answer, @Nullable Long position) implements Outcome {}

        /** It is being answered. */
        record Running() implements Outcome {}

        /** The key was used for another body. */
        record Reused() implements Outcome {}
    }

    /**
     * Claims the right to answer a request.
     *
     * @param digest of the request's body; what is kept of it is keyed, and tells nobody who guesses the body
     */
    Outcome claim(String caller, String path, String key, String digest) {
        String fingerprint = persons.digest(digest);
        var claim = new IdempotencyClaim(caller, path, key, UUID.randomUUID().toString());
        if (insert(claim, fingerprint)) {
            return new Outcome.Claimed(claim);
        }
        Optional<Found> found = find(claim);
        if (found.isEmpty() || found.get().startedAt.isBefore(now().minus(RETENTION))) {
            found.ifPresent(old -> delete(new IdempotencyClaim(caller, path, key, old.attempt)));
            return insert(claim, fingerprint) ? new Outcome.Claimed(claim) : new Outcome.Running();
        }
        Found first = found.get();
        // An older version kept the digest as it was.
        if (!Set.of(fingerprint, digest, ANY_BODY).contains(first.fingerprint)) {
            return new Outcome.Reused();
        }
        if (first.answer != null) {
            return new Outcome.Answered(first.answer, first.position);
        }
        if (first.startedAt.isBefore(now().minus(TimeLimits.LEASE)) && takeOver(claim, first)) {
            return new Outcome.Claimed(claim);
        }
        return new Outcome.Running();
    }

    private boolean insert(IdempotencyClaim claim, String fingerprint) {
        try {
            bind(jdbc.sql("""
                                    insert into idempotency_record
                                        (caller, path, idempotency_key, fingerprint, attempt, started_at)
                                    values (:caller, :path, :key, :fingerprint, :attempt, :now)"""), claim)
                    .param("fingerprint", fingerprint)
                    .param("now", now())
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    private boolean takeOver(IdempotencyClaim claim, Found abandoned) {
        log.settle();
        return bind(
                                jdbc.sql("update idempotency_record set attempt = :attempt, started_at = :now where "
                                        + KEY + " and attempt = :abandoned and status is null"),
                                claim)
                        .param("abandoned", abandoned.attempt)
                        .param("now", now())
                        .update()
                == 1;
    }

    private Optional<Found> find(IdempotencyClaim claim) {
        return jdbc.sql("select * from idempotency_record where " + KEY)
                .param("caller", claim.caller())
                .param("path", claim.path())
                .param("key", claim.key())
                .query((row, number) -> {
                    int status = row.getInt("status");
                    Answer answer = row.wasNull()
                            ? null
                            : new Answer(
                                    status,
                                    JsonMapper.shared().readValue(row.getString("headers"), HEADERS),
                                    row.getBytes("body"));
                    return new Found(
                            row.getString("fingerprint"),
                            row.getString("attempt"),
                            row.getObject("started_at", OffsetDateTime.class),
                            answer,
                            row.getObject("position", Long.class));
                })
                .optional();
    }

    /** Keeps an answer that no event came with, such as a refusal. */
    void complete(IdempotencyClaim claim, Answer answer) {
        if (jdbc.sql(COMPLETE).params(completion(claim, answer, null)).update() == 0) {
            throw takenOver();
        }
    }

    /** Keeps an answer in the transaction that appends its events. */
    static RowUpdate completion(IdempotencyClaim claim, Answer answer) {
        return new RowUpdate(COMPLETE, position -> completion(claim, answer, position), IdempotencyStore::takenOver);
    }

    private static Object[] completion(IdempotencyClaim claim, Answer answer, @Nullable Long position) {
        return new Object[] {
            answer.status(),
            JsonMapper.shared().writeValueAsString(answer.headers()),
            answer.body(),
            position,
            claim.caller(),
            claim.path(),
            claim.key(),
            claim.attempt()
        };
    }

    private static RuntimeException takenOver() {
        return new UnavailableException("Another attempt has taken over the request");
    }

    /**
     * Gives the key free again: the request failed, and may be repeated. An answer that was kept stays: the request was
     * told that it failed while its transaction was still being committed.
     *
     * @param isInDoubt whether nobody knows yet if the answer has been kept
     */
    void release(IdempotencyClaim claim, boolean isInDoubt) {
        if (isInDoubt) {
            log.settle();
        }
        bind(
                        jdbc.sql("delete from idempotency_record where " + KEY
                                + " and attempt = :attempt and status is null"),
                        claim)
                .update();
    }

    private void delete(IdempotencyClaim claim) {
        bind(jdbc.sql("delete from idempotency_record where " + KEY + " and attempt = :attempt"), claim)
                .update();
    }

    @Override
    public String place() {
        return "idempotency-answers";
    }

    /**
     * Forgets what requests were like that changed an aggregate: even with the master keys nobody finds out any more
     * what was sent. Sent again, they are still answered as they were. Looked for by when they came: of them there are many.
     */
    @Override
    public Scrub scrub(String aggregateId) {
        Map<Long, OffsetDateTime> appended = new HashMap<>();
        jdbc.sql("select global_index, time_stamp from domain_event where aggregate_identifier = ? and time_stamp > ?")
                .params(aggregateId, now().minus(RETENTION))
                .query(row -> {
                    appended.put(row.getLong(1), row.getObject(2, OffsetDateTime.class));
                });
        Scrub all = Scrub.NOTHING;
        for (Map.Entry<Long, OffsetDateTime> event : appended.entrySet()) {
            all = all.plus(forget(event.getKey(), event.getValue()));
        }
        return all;
    }

    private Scrub forget(long position, OffsetDateTime time) {
        String ofEvent = "started_at between ? and ? and position = ?";
        OffsetDateTime from = time.minus(TimeLimits.LEASE);
        OffsetDateTime to = time.plus(TimeLimits.LEASE);
        int forgotten = jdbc.sql(
                        "update idempotency_record set fingerprint = ? where " + ofEvent + " and fingerprint <> ?")
                .params(ANY_BODY, from, to, position, ANY_BODY)
                .update();
        long records = jdbc.sql("select count(*) from idempotency_record where " + ofEvent)
                .params(from, to, position)
                .query(Long.class)
                .single();
        return new Scrub(records, forgotten > 0);
    }

    @Scheduled(fixedDelayString = "PT1H")
    void forgetOld() {
        int forgotten;
        do {
            forgotten = jdbc.sql(
                            "delete from idempotency_record where (caller, path, idempotency_key) in (select caller, "
                                    + "path, idempotency_key from idempotency_record where started_at < ? "
                                    + "fetch first " + FORGOTTEN_AT_ONCE + " rows only)")
                    .param(now().minus(RETENTION))
                    .update();
        } while (forgotten == FORGOTTEN_AT_ONCE);
    }

    private static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement, IdempotencyClaim claim) {
        return statement
                .param("caller", claim.caller())
                .param("path", claim.path())
                .param("key", claim.key())
                .param("attempt", claim.attempt());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private record Found(
            String fingerprint,
            String attempt,
            OffsetDateTime startedAt,
            @Nullable Answer answer,
            @Nullable Long position) {}
}
