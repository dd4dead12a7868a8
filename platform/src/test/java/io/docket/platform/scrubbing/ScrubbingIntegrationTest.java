package io.docket.platform.scrubbing;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.privacy.DerivedData;
import io.docket.platform.privacy.HeldData;
import io.docket.platform.privacy.Persons;
import io.docket.platform.scrubbing.ScrubRequests.Scrubbed;
import io.docket.platform.scrubbing.Scrubbing.Outcome;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.MutableClock;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** More is held about a person than is looked up at once. */
@ExtendWith(OutputCaptureExtension.class)
class ScrubbingIntegrationTest {

    private static final long PERSON = 7;
    private static final int RECORDS = 1234;

    private static final class Place implements DerivedData {

        private final String name;
        private final Predicate<String> fails;
        private final List<String> scrubbed = new ArrayList<>();

        Place(String name, Predicate<String> fails) {
            this.name = name;
            this.fails = fails;
        }

        @Override
        public String place() {
            return name;
        }

        @Override
        public Scrub scrub(String aggregateId) {
            assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                    .isTrue();
            if (fails.test(aggregateId)) {
                throw new IllegalStateException("A row of Zvezdana cannot be read");
            }
            scrubbed.add(aggregateId);
            return new Scrub(1, aggregateId.equals("a-6"));
        }
    }

    private static void given(TestDatabase database) {
        for (int number = 0; number < RECORDS; number++) {
            database.jdbc()
                    .sql("insert into person_record (aggregate_identifier, person_id, aggregate_type) "
                            + "values (?, ?, 'Case')")
                    .params("a-" + number, number % 2 == 0 ? PERSON : PERSON + 1)
                    .update();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatCannotBeScrubbedKeepsNothingElseFromIt(Database kind, CapturedOutput output) {
        try (var database = TestDatabase.create(kind);
                var application = TestApplication.start(database, Scrubbing.class)) {
            given(database);
            var broken = new Place("broken", id -> true);
            var poor = new Place("poor", "a-4"::equals);
            var whole = new Place("whole", id -> false);

            Outcome outcome = application
                    .bean(Scrubbing.class)
                    .scrub(PERSON, "the-erasure", List.of(broken, poor, whole), () -> true)
                    .orElseThrow();

            assertThat(whole.scrubbed)
                    .hasSize(RECORDS / 2 + 1)
                    .doesNotHaveDuplicates()
                    .contains("the-erasure", "a-0", "a-1232")
                    .doesNotContain("a-1");
            assertThat(poor.scrubbed).hasSize(RECORDS / 2);
            assertThat(outcome.places())
                    .containsExactly(
                            new Scrubbed("broken", 0, false),
                            new Scrubbed("poor", RECORDS / 2, true),
                            new Scrubbed("whole", RECORDS / 2 + 1, true));
            assertThat(outcome.fault()).isEqualTo("broken: java.lang.IllegalStateException");
            assertThat(output.getAll())
                    .contains(
                            "Erasure the-erasure cannot scrub 618 records now, and tries again: broken: ",
                            "Erasure the-erasure cannot scrub 1 records now, and tries again: poor: ")
                    .doesNotContain("Zvezdana");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void itEndsWhereItIsNotToGoOn(Database kind) {
        try (var database = TestDatabase.create(kind);
                var application = TestApplication.start(database, Scrubbing.class)) {
            given(database);
            var place = new Place("whole", id -> false);
            var asked = new AtomicInteger();

            assertThat(application
                            .bean(Scrubbing.class)
                            .scrub(PERSON, "the-erasure", List.of(place), () -> asked.incrementAndGet() <= 3))
                    .isEmpty();

            assertThat(place.scrubbed).hasSize(4);
        }
    }

    /** One that cannot be scrubbed takes more than a minute, each time. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void whatFailsForLongKeepsNothingBehindItWaitingForEver(Database kind) {
        try (var database = TestDatabase.create(kind);
                var application = TestApplication.start(database, Scrubbing.class)) {
            database.jdbc()
                    .sql("insert into person_record (aggregate_identifier, person_id, aggregate_type) "
                            + "values ('a-0', 7, 'Case'), ('a-1', 7, 'Case'), ('a-2', 7, 'Case')")
                    .update();
            var clock = new MutableClock();
            var place = new Place("poor", id -> {
                boolean fails = id.equals("a-0");
                clock.advance(Duration.ofSeconds(fails ? 70 : 0));
                return fails;
            });
            var scrubbing = new Scrubbing(
                    application.bean(HeldData.class),
                    application.bean(Persons.class),
                    application.bean(PlatformTransactionManager.class),
                    clock);

            for (int times = 0; times < 1000 && !place.scrubbed.containsAll(List.of("a-1", "a-2")); times++) {
                scrubbing.scrub(PERSON, "the-erasure", List.of(place), () -> true);
            }

            assertThat(place.scrubbed).contains("a-1", "a-2");
        }
    }
}
