package io.docket.platform.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.platform.database.TimeLimits;
import io.docket.platform.errors.UnavailableException;
import io.docket.platform.eventstore.TestLog;
import io.docket.platform.idempotency.IdempotencyStore.Outcome;
import io.docket.platform.privacy.TestPersons;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.MutableClock;
import io.docket.platform.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class IdempotencyStoreIntegrationTest {

    private static final String PATH = "/v1/case/complaints";
    private static final Answer CREATED = new Answer(
            201,
            Map.of("Location", "/v1/case/cases/WI0000000001", "ETag", "\"0\""),
            "{\"name\":\"Žofie\"}".getBytes(StandardCharsets.UTF_8));

    private final MutableClock clock = new MutableClock();

    @Parameter
    Database kind;

    private TestDatabase database;
    private IdempotencyStore store;
    private String key;

    @BeforeParameterizedClassInvocation
    void create() {
        database = TestDatabase.create(kind);
        store = new IdempotencyStore(database.jdbc(), clock, TestPersons.of(database), TestLog.of(database));
    }

    @AfterParameterizedClassInvocation
    void close() {
        database.close();
    }

    @BeforeEach
    void takeANewKey() {
        key = UUID.randomUUID().toString();
    }

    private Outcome claim() {
        return store.claim("teller", PATH, key, "fingerprint");
    }

    private IdempotencyClaim claimed() {
        return claimedOf(claim());
    }

    private static IdempotencyClaim claimedOf(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Claimed.class);
        return ((Outcome.Claimed) outcome).claim();
    }

    private static void assertAnswered(Outcome outcome, Answer answer) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Answered.class, answered -> {
            assertThat(answered.answer().status()).isEqualTo(answer.status());
            assertThat(answered.answer().headers()).isEqualTo(answer.headers());
            assertThat(answered.answer().body()).isEqualTo(answer.body());
        });
    }

    @Nested
    class ARequestWithANewKey {

        @Test
        void isToBeAnswered() {
            assertThat(claim()).isInstanceOf(Outcome.Claimed.class);
        }

        @Test
        void isToBeAnsweredThoughAnotherCallerOrPathUsedTheSameKey() {
            claimed();

            assertThat(store.claim("another", PATH, key, "fingerprint")).isInstanceOf(Outcome.Claimed.class);
            assertThat(store.claim("teller", "/v1/case/service-requests", key, "fingerprint"))
                    .isInstanceOf(Outcome.Claimed.class);
        }

        @Test
        void isAnsweredByOneOnlyOfManyThatRace() {
            var threads = Executors.newFixedThreadPool(8);
            try {
                List<CompletableFuture<Outcome>> outcomes = Stream.generate(() ->
                                CompletableFuture.supplyAsync(IdempotencyStoreIntegrationTest.this::claim, threads))
                        .limit(16)
                        .toList();

                assertThat(outcomes.stream().map(CompletableFuture::join))
                        .filteredOn(Outcome.Claimed.class::isInstance)
                        .hasSize(1);
            } finally {
                threads.shutdown();
            }
        }
    }

    @Nested
    class ARepeatedRequest {

        @Test
        void isToldThatTheFirstIsStillRunning() {
            claimed();

            assertThat(claim()).isInstanceOf(Outcome.Running.class);
        }

        @Test
        void getsTheAnswerToTheFirst() {
            store.complete(claimed(), CREATED);

            assertAnswered(claim(), CREATED);
        }

        /** Not even of one that changed nothing, of which no erasure finds what is kept. */
        @Test
        void isNotToBeGuessedFromWhatIsKept() {
            store.complete(claimed(), CREATED);

            assertThat(fingerprint()).hasSize(64).isNotEqualTo("fingerprint");
            assertThat(store.claim("teller", PATH, key, "another")).isInstanceOf(Outcome.Reused.class);
        }

        @Test
        void getsTheAnswerThatAnOlderVersionKept() {
            store.complete(claimed(), CREATED);
            database.jdbc()
                    .sql("update idempotency_record set fingerprint = 'fingerprint' where idempotency_key = ?")
                    .param(key)
                    .update();

            assertAnswered(claim(), CREATED);
        }

        private String fingerprint() {
            return database.jdbc()
                    .sql("select fingerprint from idempotency_record where idempotency_key = ?")
                    .param(key)
                    .query(String.class)
                    .single();
        }

        @Test
        void getsTheAnswerAlsoIfTheFirstWasToldThatItFailed() {
            IdempotencyClaim slow = claimed();
            store.complete(slow, CREATED);

            store.release(slow, false);

            assertAnswered(claim(), CREATED);
        }

        @Test
        void getsTheAnswerThatWasKeptWithTheEventsAndTheirPosition() {
            IdempotencyClaim held = claimedOf(store.claim("other", PATH, key, "fingerprint"));

            held.answerWith(CREATED).writings().get(0).write(database.jdbc(), 42);

            Outcome repeated = store.claim("other", PATH, key, "fingerprint");
            assertAnswered(repeated, CREATED);
            assertThat(((Outcome.Answered) repeated).position()).isEqualTo(42);
        }

        @Test
        void getsTheAnswerThatWasFoundInTheLogOfRecord() {
            IdempotencyClaim lost = claimed();
            long position = eventAppendedNow();

            new KeptAnswer()
                    .write(
                            database.jdbc(),
                            position,
                            KeptAnswer.of(lost, CREATED).data());

            Outcome repeated = claim();
            assertAnswered(repeated, CREATED);
            assertThat(((Outcome.Answered) repeated).position()).isEqualTo(position);
        }

        private long eventAppendedNow() {
            long position = 4711;
            database.jdbc()
                    .sql("insert into domain_event (global_index, event_identifier, aggregate_identifier, "
                            + "sequence_number, type, time_stamp, payload_type, payload_revision, payload, meta_data) "
                            + "values (?, 'copied', 'copied', 0, 'Test', ?, 'docket.test.happened', '1', ?, ?)")
                    .params(position, clock.instant().atOffset(ZoneOffset.UTC), new byte[0], new byte[0])
                    .update();
            return position;
        }

        @Test
        void withAnotherBodyIsRefusedWhetherTheFirstWasAnsweredOrNot() {
            IdempotencyClaim first = claimed();
            assertThat(store.claim("teller", PATH, key, "another")).isInstanceOf(Outcome.Reused.class);

            store.complete(first, CREATED);

            assertThat(store.claim("teller", PATH, key, "another")).isInstanceOf(Outcome.Reused.class);
        }

        @Test
        void isToBeAnsweredIfTheFirstFailed() {
            store.release(claimed(), false);

            assertThat(claim()).isInstanceOf(Outcome.Claimed.class);
        }
    }

    @Nested
    class AfterADay {

        @Test
        void theAnswerIsStillKeptUntilTheEnd() {
            store.complete(claimed(), CREATED);
            clock.advance(Duration.ofHours(24));

            assertAnswered(claim(), CREATED);
        }

        @Test
        void theKeyIsNew() {
            store.complete(claimed(), CREATED);
            clock.advance(Duration.ofHours(24).plusMillis(1));

            claimed();

            assertThat(claim()).isInstanceOf(Outcome.Running.class);
        }

        @Test
        void theKeyMayBeUsedForAnotherBody() {
            store.complete(claimed(), CREATED);
            clock.advance(Duration.ofHours(25));

            assertThat(store.claim("teller", PATH, key, "another")).isInstanceOf(Outcome.Claimed.class);
        }

        @Test
        void theRecordIsDeletedAndYoungerOnesAreNot() {
            store.complete(claimed(), CREATED);
            clock.advance(Duration.ofHours(23));
            store.complete(claimedOf(store.claim("younger", PATH, key, "fingerprint")), CREATED);
            clock.advance(Duration.ofHours(2));

            store.forgetOld();

            assertThat(database.jdbc()
                            .sql("select caller from idempotency_record where idempotency_key = ?")
                            .param(key)
                            .query(String.class)
                            .list())
                    .containsExactly("younger");
        }
    }

    @Nested
    class ACrashedAttempt {

        @Test
        void keepsItsClaimForTheLease() {
            claimed();
            clock.advance(TimeLimits.LEASE);

            assertThat(claim()).isInstanceOf(Outcome.Running.class);
        }

        @Test
        void losesItsClaimAfterTheLeaseToOneOther() {
            claimed();
            clock.advance(TimeLimits.LEASE.plusMillis(1));

            assertThat(claim()).isInstanceOf(Outcome.Claimed.class);
            assertThat(claim()).isInstanceOf(Outcome.Running.class);
        }

        @Test
        void canNoLongerAnswerOnceAnotherHasTakenOver() {
            IdempotencyClaim crashed = claimed();
            clock.advance(TimeLimits.LEASE.plusMillis(1));
            IdempotencyClaim successor = claimed();

            assertThatThrownBy(
                            () -> crashed.answerWith(CREATED).writings().get(0).write(database.jdbc(), 1))
                    .isInstanceOf(UnavailableException.class);
            store.release(crashed, false);

            assertThat(claim()).isInstanceOf(Outcome.Running.class);
            store.complete(successor, CREATED);
            assertAnswered(claim(), CREATED);
        }

        @Test
        void canNoLongerAnswerOnceTheSuccessorHasAnswered() {
            IdempotencyClaim crashed = claimed();
            clock.advance(TimeLimits.LEASE.plusMillis(1));
            store.complete(claimed(), CREATED);

            assertThatThrownBy(() -> store.complete(crashed, new Answer(409, Map.of(), new byte[0])))
                    .isInstanceOf(UnavailableException.class);
            assertAnswered(claim(), CREATED);
        }
    }
}
