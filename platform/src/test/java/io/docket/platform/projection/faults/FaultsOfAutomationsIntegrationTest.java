package io.docket.platform.projection.faults;

import static io.docket.platform.projection.TallyProjection.POISON;
import static io.docket.platform.projection.TallyProjection.UNREADABLE;
import static io.docket.platform.projection.faults.HandlingAutomation.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.common.api.Paging;
import io.docket.platform.projection.TallyChanged;
import io.docket.platform.projection.faults.HeldUpAggregates.HeldUp;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An automation meets an event that it cannot handle. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class FaultsOfAutomationsIntegrationTest {

    private TestDatabase database;
    private TestApplication application;
    private HandlingAutomation automation;
    private HeldUpAggregates heldUp;

    @BeforeAll
    void start() {
        database = TestDatabase.create(Database.POSTGRESQL);
        HandlingAutomation.createTable(database.jdbc());
        application = TestApplication.start(database, HandlingAutomation.class);
        automation = application.bean(HandlingAutomation.class);
        heldUp = application.bean(HeldUpAggregates.class);
    }

    @AfterAll
    void stop() {
        application.close();
        database.close();
    }

    @AfterEach
    void forget() {
        automation.mended(false);
        automation.unavailable(false);
        database.jdbc().sql("delete from projection_dead_letter").update();
    }

    private void publish(String tally, long first, int... amounts) {
        application.publish(
                "Tally",
                tally,
                first,
                IntStream.of(amounts).mapToObj(TallyChanged::new).toArray());
    }

    private static String newTally() {
        return UUID.randomUUID().toString();
    }

    private List<HeldUp> letters() {
        return heldUp.page(NAME, false, new Paging(1, 20, "since", true)).items();
    }

    private void awaitHandled(String tally, long events) {
        await().atMost(TestDatabase.PATIENCE).untilAsserted(() -> assertThat(automation.handled(tally))
                .containsExactlyElementsOf(LongStream.range(0, events).boxed().toList()));
    }

    @Test
    void itGoesOnWithAllOthersAndHandlesTheseOnceAndInOrderWhenItIsMended() {
        String poisoned = newTally();
        List<String> healthy = new ArrayList<>();
        application.whileStopped(NAME, () -> {
            publish(poisoned, 0, 1, POISON, 2);
            for (int other = 0; other < 20; other++) {
                healthy.add(newTally());
                publish(healthy.get(other), 0, 1, 2);
            }
            publish(poisoned, 3, 4);
        });
        publish(poisoned, 4, 8);
        application.awaitProjections();

        healthy.forEach(tally -> awaitHandled(tally, 2));
        awaitHandled(poisoned, 1);
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.aggregateId()).isEqualTo(poisoned);
            assertThat(letter.sequenceNumber()).isEqualTo(1);
            assertThat(letter.behind()).isEqualTo(3);
            assertThat(letter.cause()).contains("HandlingAutomation.java:");
        });

        automation.mended(true);
        for (int later = 5; later < 60; later++) {
            publish(poisoned, later, later == 20 ? POISON : 1);
        }
        heldUp.retry(letters().stream().map(HeldUp::id).findFirst().orElse("gone"));

        awaitHandled(poisoned, 60);
        assertThat(letters()).isEmpty();
    }

    @Test
    void itGoesOnBehindTheEventWhenThatIsDiscarded() {
        String poisoned = newTally();
        publish(poisoned, 0, 1, POISON, 2);
        application.awaitProjections();

        assertThat(heldUp.discard(letters().get(0), "somebody", "of no use")).isTrue();

        publish(poisoned, 3, 4);
        await().atMost(TestDatabase.PATIENCE)
                .untilAsserted(() -> assertThat(automation.handled(poisoned)).containsExactly(0L, 2L, 3L));
        await().atMost(TestDatabase.PATIENCE).until(() -> letters().isEmpty());
    }

    @Test
    void noSecondEventIsDiscardedUntilItHasBeenTried() {
        String poisoned = newTally();
        publish(poisoned, 0, 1, POISON, UNREADABLE, POISON, 2);
        application.awaitProjections();
        automation.unavailable(true);
        HeldUp seen = letters().get(0);

        assertThat(heldUp.discard(seen, "somebody", "of no use")).isTrue();
        assertThat(heldUp.discard(seen, "somebody", "sent twice")).isFalse();
        assertThat(heldUp.discard(heldUp.find(seen.id()).orElseThrow(), "somebody else", "of no use"))
                .isFalse();
        await().atMost(TestDatabase.PATIENCE)
                .until(() -> heldUp.find(seen.id()).orElseThrow().attempts() > seen.attempts());
        heldUp.retry(seen.id());
        HeldUp skipped = heldUp.find(seen.id()).orElseThrow();
        assertThat(skipped.sequenceNumber()).isEqualTo(2);
        assertThat(heldUp.discard(skipped, "somebody else", "of no use")).isFalse();

        automation.unavailable(false);
        heldUp.retry(seen.id());
        await().atMost(TestDatabase.PATIENCE).until(() -> !letters().isEmpty());
        HeldUp next = letters().get(0);
        assertThat(next.sequenceNumber()).isEqualTo(3);
        assertThat(heldUp.discard(skipped, "somebody else", "of no use")).isFalse();
        assertThat(heldUp.discard(next, "somebody", "of no use")).isTrue();

        await().atMost(TestDatabase.PATIENCE).until(() -> heldUp.find(seen.id()).isEmpty());
        assertThat(automation.handled(poisoned)).containsExactly(0L, 2L, 4L);
    }

    @Test
    void aFaultThatPassesKeepsAllWaitingAndIsNobodysLetter() {
        String tally = newTally();
        automation.unavailable(true);
        publish(tally, 0, 1, UNREADABLE, 2);
        String other = newTally();
        publish(other, 0, 1);
        await().during(Duration.ofSeconds(1))
                .atMost(TestDatabase.PATIENCE)
                .until(() -> automation.handled(other).isEmpty());
        assertThat(letters()).isEmpty();

        automation.unavailable(false);

        awaitHandled(tally, 3);
        awaitHandled(other, 1);
    }
}
