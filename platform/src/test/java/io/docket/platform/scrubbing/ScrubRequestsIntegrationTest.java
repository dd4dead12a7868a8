package io.docket.platform.scrubbing;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.scrubbing.ScrubRequests.Answer;
import io.docket.platform.scrubbing.ScrubRequests.Request;
import io.docket.platform.scrubbing.ScrubRequests.Scrubbed;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScrubRequestsIntegrationTest {

    private static final Instant TIME = Instant.parse("2021-05-03T20:31:15Z");
    private static final Answer ANSWER = new Answer(TIME.plusSeconds(1), List.of(new Scrubbed("cases", 1, true)));

    /** Nobody has answered the first one by the end of the time for which it was taken on. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void oneThatFailsEachTimeDoesNotHoldUpTheOthers(Database kind) {
        try (var database = TestDatabase.create(kind);
                var application = TestApplication.start(database, ScrubRequests.class)) {
            ScrubRequests requests = application.bean(ScrubRequests.class);
            requests.ask("first", 1, 1, TIME);
            requests.ask("second", 2, 1, TIME.plusSeconds(1));

            assertThat(takeForNoTime(requests).erasureId()).isEqualTo("first");
            Request second = takeForNoTime(requests);

            assertThat(second.erasureId()).isEqualTo("second");
            requests.answer(second, ANSWER);
            assertThat(takeForNoTime(requests).erasureId()).isEqualTo("first");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void oneThatFailedSaysWhyAndIsTakenOnAfterAPause(Database kind) {
        try (var database = TestDatabase.create(kind);
                var application = TestApplication.start(database, ScrubRequests.class)) {
            ScrubRequests requests = application.bean(ScrubRequests.class);
            requests.ask("first", 1, 1, TIME);

            requests.fail(takeForNoTime(requests), "cases: x".repeat(100), Duration.ZERO);
            Request again = takeForNoTime(requests);
            requests.fail(again, "cases: y", Duration.ofHours(1));

            assertThat(again.failures()).isEqualTo(1);
            assertThat(again.cause()).startsWith("cases: x").hasSize(500);
            assertThat(requests.take(Duration.ZERO)).isEmpty();
            assertThat(requests.find("first")).hasValueSatisfying(found -> {
                assertThat(found.failures()).isEqualTo(2);
                assertThat(found.cause()).isEqualTo("cases: y");
            });
        }
    }

    /** What has been changed by a process that has ended meanwhile, nobody knows. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void oneThatWasBegunBeforeSaysSo(Database kind) {
        try (var database = TestDatabase.create(kind);
                var application = TestApplication.start(database, ScrubRequests.class)) {
            ScrubRequests requests = application.bean(ScrubRequests.class);
            requests.ask("first", 1, 1, TIME);

            assertThat(takeForNoTime(requests).isBegun()).isFalse();
            assertThat(takeForNoTime(requests).isBegun()).isTrue();

            requests.forget("first");
            requests.ask("first", 1, 2, TIME.plusSeconds(30));
            assertThat(takeForNoTime(requests).isBegun()).isFalse();
        }
    }

    /** As long as somebody is at work on it, nobody else is; until it is asked anew, which is another request. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void oneThatIsKeptIsNobodyElses(Database kind) {
        try (var database = TestDatabase.create(kind);
                var application = TestApplication.start(database, ScrubRequests.class)) {
            ScrubRequests requests = application.bean(ScrubRequests.class);
            requests.ask("first", 1, 1, TIME);
            Request taken = takeForNoTime(requests);

            assertThat(requests.keep(taken, Duration.ofHours(1))).isTrue();
            assertThat(requests.take(Duration.ZERO)).isEmpty();

            requests.forget("first");
            requests.ask("first", 1, 2, TIME.plusSeconds(30));
            assertThat(requests.keep(taken, Duration.ofHours(1))).isFalse();
            requests.answer(taken, ANSWER);
            Request second = takeForNoTime(requests);
            assertThat(second.pass()).isEqualTo(2);
            assertThat(second.answer()).isNull();
            requests.answer(second, ANSWER);
            assertThat(requests.find("first").orElseThrow().answer()).isEqualTo(ANSWER);
            assertThat(requests.keep(second, Duration.ofHours(1))).isFalse();
        }
    }

    private static Request takeForNoTime(ScrubRequests requests) {
        return requests.take(Duration.ZERO).orElseThrow();
    }
}
