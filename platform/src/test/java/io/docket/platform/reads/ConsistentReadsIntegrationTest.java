package io.docket.platform.reads;

import static io.docket.platform.projection.TallyProjection.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.errors.UnavailableException;
import io.docket.platform.projection.FindTally;
import io.docket.platform.projection.ListTally;
import io.docket.platform.projection.Noted;
import io.docket.platform.projection.Tally;
import io.docket.platform.projection.TallyChanged;
import io.docket.platform.projection.TallyPassedOver;
import io.docket.platform.projection.TallyProjection;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two processes on one database: one works on the projection, the other one only reads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ConsistentReadsIntegrationTest {

    /** Nothing that works at once takes as long, whatever else the machine does. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(20);

    private final TestDatabase database = TestDatabase.create(Database.POSTGRESQL);
    private final JdbcClient jdbc = database.jdbc();

    private TestApplication worker;
    private TestApplication reader;
    private ConsistentReads reads;

    @BeforeAll
    void start() {
        TallyProjection.createTable(jdbc);
        Map<String, Object> patient = new HashMap<>(database.properties());
        patient.put("docket.reads.max-wait", MAX_WAIT.toSeconds() + "s");
        worker = TestApplication.start(patient, TallyProjection.class);
        worker.publish("Tally", "first", 0, new TallyChanged(1));
        worker.awaitProjections();
        reader = TestApplication.start(patient, TallyProjection.class);
        processor(reader).shutDown();
        reads = reader.bean(ConsistentReads.class);
    }

    @AfterAll
    void stop() {
        reader.close();
        worker.close();
        database.close();
    }

    @AfterEach
    void forget() {
        jdbc.sql("delete from projection_dead_letter").update();
    }

    private static StreamingEventProcessor processor(TestApplication application) {
        return application
                .bean(EventProcessingConfiguration.class)
                .eventProcessor(NAME, StreamingEventProcessor.class)
                .orElseThrow();
    }

    private long publish(String tally, long sequenceNumber, Object event) {
        worker.publish("Tally", tally, sequenceNumber, event);
        return head();
    }

    private long head() {
        return jdbc.sql("select max(global_index) from domain_event")
                .query(Long.class)
                .single();
    }

    private static String newTally() {
        return UUID.randomUUID().toString();
    }

    private static void await(ConsistentReads reads, @Nullable Long token) {
        read(reads, "any", token);
    }

    /** A list of one. */
    private static Tally read(ConsistentReads reads, String tally, @Nullable Long token) {
        return reads.list(NAME, new ConsistencyToken(token), new ListTally(tally), Tally.class);
    }

    private static Tally current(ConsistentReads reads, String tally) {
        return one(reads, tally, found -> true);
    }

    private static Tally one(ConsistentReads reads, String tally, Predicate<Tally> visible) {
        return reads.one(NAME, new ConsistencyToken(null), tally, new FindTally(tally), Tally.class, visible);
    }

    @Test
    void aTokenWorksAtOnceWhoeverWorksOnTheProjection() {
        for (int i = 0; i < 50; i++) {
            String tally = newTally();
            long token = publish(tally, 0, new TallyChanged(7));

            assertThat(read(reads, tally, token)).isEqualTo(new Tally(0, 7));
        }
    }

    @Test
    void aTokenOfAnEventThatIsNothingToTheProjectionWorksAtOnce() {
        long before = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            await(reads, publish(newTally(), 0, new Noted()));
            await(reads, publish(newTally(), 0, new TallyPassedOver()));
        }

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(MAX_WAIT);
    }

    @Test
    void oneIsReadAsItsLastEventLeftIt() {
        String tally = newTally();
        for (int i = 0; i < 50; i++) {
            publish(tally, i, new TallyChanged(1));

            assertThat(current(reads, tally)).isEqualTo(new Tally(i, i + 1));
        }
    }

    @Test
    void whatMayNotBeSeenIsNotFoundLikeWhatIsNotThere() {
        String foreign = newTally();
        publish(foreign, 0, new TallyChanged(1));
        String another = newTally();
        publish(another, 0, new Noted());

        for (String id : List.of(foreign, another, newTally())) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> one(reads, id, found -> found.version() > 0))
                    .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.notFound()));
        }
    }

    /** As after an upgrade: what is being made anew is not read by halves, with or without a token. */
    @Test
    void listsWaitForWhatWasInTheLogWhenTheProcessStarted() {
        StreamingEventProcessor processor = processor(worker);
        processor.shutDown();
        String tally = newTally();
        long first = publish(tally, 0, new TallyChanged(1));
        publish(tally, 1, new TallyChanged(1));
        jdbc.sql("delete from tally").update();
        jdbc.sql("update projection_position set token = null, token_type = null, owner = 'another', time_stamp = ?")
                .param(Instant.now().plus(Duration.ofHours(1)).toString())
                .update();
        try (TestApplication late = TestApplication.start(database, TallyProjection.class)) {
            processor(late).shutDown();
            ConsistentReads here = late.bean(ConsistentReads.class);
            for (Long token : Arrays.asList(null, first)) {
                assertThatExceptionOfType(UnavailableException.class)
                        .isThrownBy(() -> read(here, tally, token))
                        .withMessageContaining("cannot be read yet");
            }

            jdbc.sql("update projection_position set owner = null").update();
            processor.start();
            worker.awaitProjections();
            assertThat(read(here, tally, null)).isEqualTo(new Tally(1, 2));
        }
    }

    @Test
    void aTokenBeyondTheEndOfTheLogIsRefused() {
        long head = publish(newTally(), 0, new TallyChanged(1));

        assertThatNoException().isThrownBy(() -> await(reads, head));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> await(reads, head + 1))
                .satisfies(refused -> assertThat(refused.refusal().errors())
                        .singleElement()
                        .hasToString("FieldError[tag=Consistency-Token, error=OUT_OF_RANGE, "
                                + "message=Must be a token that an answer carried.]"));
    }

    @Test
    void noMoreReadsWaitThanALimit() {
        String tally = newTally();
        StreamingEventProcessor processor = processor(worker);
        processor.shutDown();
        ExecutorService clients = Executors.newFixedThreadPool(120);
        try {
            long token = publish(tally, 0, new TallyChanged(1));
            List<CompletableFuture<Void>> waiting = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                waiting.add(CompletableFuture.runAsync(() -> await(reads, token), clients));
            }
            Awaitility.await()
                    .atMost(TestDatabase.PATIENCE)
                    .until(() -> waiting.stream()
                                    .filter(CompletableFuture::isCompletedExceptionally)
                                    .count()
                            == 20);
            assertThat(waiting)
                    .filteredOn(CompletableFuture::isCompletedExceptionally)
                    .allSatisfy(refused -> assertThatExceptionOfType(CompletionException.class)
                            .isThrownBy(refused::join)
                            .withCauseInstanceOf(UnavailableException.class)
                            .withMessageContaining("Too many requests wait"));
            processor.start();
            worker.awaitProjections();
        } finally {
            clients.shutdown();
        }
    }

    @Test
    void whatIsHeldUpIsNotLeftOutInSilence() {
        String tally = newTally();
        long before = publish(newTally(), 0, new TallyChanged(1));
        long poisoned = publish(tally, 0, new TallyChanged(TallyProjection.POISON));
        worker.awaitProjections();

        for (TestApplication application : List.of(worker, reader)) {
            ConsistentReads here = application.bean(ConsistentReads.class);
            assertThatNoException().isThrownBy(() -> await(here, before));
            assertThatNoException().isThrownBy(() -> await(here, null));
            long start = System.nanoTime();
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> await(here, poisoned))
                    .withMessageContaining("held up");
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> current(here, tally))
                    .withMessageContaining("held up");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MAX_WAIT);
        }
    }
}
