package io.docket.platform.projection;

import static io.docket.platform.projection.TallyProjection.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import io.docket.platform.errors.RefusedException;
import io.docket.platform.errors.UnavailableException;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
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

    private final TestDatabase database = TestDatabase.create(Database.POSTGRESQL);
    private final JdbcClient jdbc = database.jdbc();

    private TestApplication worker;
    private TestApplication reader;
    private TallyProjection rows;
    private ConsistentReads reads;

    @BeforeAll
    void start() {
        TallyProjection.createTable(jdbc);
        worker = TestApplication.start(database, TallyProjection.class);
        worker.publish("Tally", "first", 0, new TallyChanged(1));
        worker.awaitProjections();
        reader = TestApplication.start(database, TallyProjection.class);
        processor(reader).shutDown();
        rows = reader.bean(TallyProjection.class);
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

    private Optional<Projected<Integer>> row(String tally) {
        return Optional.ofNullable(rows.read(List.of(tally)).get(tally));
    }

    private Optional<Projected<Integer>> current(ConsistentReads reads, String tally) {
        return reads.current(NAME, null, TallyChanged.class, tally, () -> row(tally), Projected::version);
    }

    @Test
    void aTokenWorksAtOnceWhoeverWorksOnTheProjection() {
        for (int i = 0; i < 50; i++) {
            String tally = newTally();
            long token = publish(tally, 0, new TallyChanged(7));

            reads.await(NAME, token);

            assertThat(row(tally)).isPresent();
        }
    }

    @Test
    void aTokenOfAnEventThatIsNothingToTheProjectionWorksAtOnce() {
        long before = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            reads.await(NAME, publish(newTally(), 0, new Noted()));
            reads.await(NAME, publish(newTally(), 0, new TallyPassedOver()));
        }

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void oneIsReadAsItsLastEventLeftIt() {
        String tally = newTally();
        for (int i = 0; i < 50; i++) {
            publish(tally, i, new TallyChanged(1));

            assertThat(current(reads, tally))
                    .hasValueSatisfying(row -> assertThat(row.value()).isPositive());
            assertThat(current(reads, tally).orElseThrow().version()).isEqualTo(i);
        }
    }

    @Test
    void aTokenBeyondTheEndOfTheLogIsRefused() {
        long head = publish(newTally(), 0, new TallyChanged(1));

        assertThatNoException().isThrownBy(() -> reads.await(NAME, head));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> reads.await(NAME, head + 1))
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
                waiting.add(CompletableFuture.runAsync(() -> reads.await(NAME, token), clients));
            }
            await().atMost(TestDatabase.PATIENCE)
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
            assertThatNoException().isThrownBy(() -> here.await(NAME, before));
            assertThatNoException().isThrownBy(() -> here.await(NAME, null));
            long start = System.nanoTime();
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> here.await(NAME, poisoned))
                    .withMessageContaining("held up");
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> current(here, tally))
                    .withMessageContaining("held up");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }
}
