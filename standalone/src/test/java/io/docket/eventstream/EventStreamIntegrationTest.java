package io.docket.eventstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.EventSubscriber;
import io.docket.platform.testing.http.EventSubscriber.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Where streams of events begin and resume, and which events they have. */
class EventStreamIntegrationTest extends StreamedEvents {

    @Test
    void aStreamGoesOnAsEventsComeAndResumesExactlyBehindTheLast() {
        EventSubscriber first = subscribe("analyst", "?from=latest");
        String another = registerComplaint();
        Received seen = awaitAtLeast(1, first).get(0);
        assertThat(seen.data().get("subject").asString()).isEqualTo(another);
        first.close();
        registerComplaint();
        registerComplaint();

        // As a browser that comes back: the header counts, not what the query began with.
        EventSubscriber second = keep(EventSubscriber.open(
                anonymous().server(),
                anonymous().tokenOf("analyst"),
                "?from=earliest",
                request -> request.header("Last-Event-ID", String.valueOf(seen.id()))));
        registerComplaint();

        awaitAtLeast(3, second);
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<Long> ids = second.received().stream().map(Received::id).toList();
            assertThat(ids)
                    .isEqualTo(LongStream.rangeClosed(seen.id() + 1, head())
                            .boxed()
                            .toList());
        });
    }

    @Test
    void withoutAStartItBeginsWithTheFirstEventAndUntilNowEndsAtTheLast() {
        assertThat(positions(lines("analyst", "?until=now")))
                .isEqualTo(LongStream.rangeClosed(1, head()).boxed().toList());
        assertThat(positions(lines("analyst", "?until=now&from=earliest")))
                .isEqualTo(LongStream.rangeClosed(1, head()).boxed().toList());
        assertThat(lines("analyst", "?until=now&from=latest")).isEmpty();
        assertThat(lines("analyst", "?until=now&after=" + head())).isEmpty();
        assertThat(positions(lines("analyst", "?until=now&after=" + before)))
                .isEqualTo(LongStream.rangeClosed(before + 1, head()).boxed().toList());
    }

    @Test
    void conditionsAreCombined() {
        String from = "?until=now&after=" + before;
        assertThat(texts(lines("analyst", from + "&types=" + COMPLAINT), "type"))
                .containsExactly(COMPLAINT);
        assertThat(texts(lines("analyst", from + "&types=docket.case.*"), "type"))
                .containsExactly(COMPLAINT, ACTIVATED);
        assertThat(texts(lines("analyst", from + "&types=docket.card.*," + ACTIVATED), "type"))
                .containsExactly(ACTIVATED);
        assertThat(texts(lines("analyst", from + "&kinds=cases,cards"), "subject"))
                .containsExactly(id, id);
        assertThat(lines("analyst", from + "&kinds=work-items,esim-orders")).isEmpty();
        assertThat(lines("analyst", from + "&kinds=cards&types=docket.case.*")).isEmpty();
        assertThat(texts(lines("analyst", "?until=now&subject=" + id), "type")).containsExactly(COMPLAINT, ACTIVATED);
        assertThat(lines("analyst", "?until=now&subject=WI0000000404")).isEmpty();
    }

    @Test
    void aFilteredStreamIsLiveToo() {
        EventSubscriber activations = subscribe("analyst", "?from=latest&types=" + ACTIVATED);
        EventSubscriber everything = subscribe("analyst", "?from=latest");
        String another = registerComplaint();
        awaitAtLeast(1, everything);
        as("bank-agent")
                .put("/v1/case/cases/" + another, "{\"state\":\"Active\"}")
                .expect(200);

        Received activated = awaitAtLeast(1, activations).get(0);
        assertThat(activated.event()).isEqualTo(ACTIVATED);
        assertThat(activated.data().get("subject").asString()).isEqualTo(another);
    }

    @Test
    void aTimeIsWhereItsFirstEventIs() {
        String time = lines("analyst", "?until=now&after=" + before)
                .get(1)
                .get("time")
                .asString();

        List<JsonNode> found = lines("analyst", "?until=now&from=" + time);
        List<String> all = texts(lines("analyst", "?until=now"), "time");
        long first = 1L
                + all.indexOf(all.stream()
                        .filter(each -> !Instant.parse(each).isBefore(Instant.parse(time)))
                        .findFirst()
                        .orElseThrow());
        assertThat(positions(found).get(0)).isEqualTo(first);
        assertThat(positions(lines("analyst", "?until=now&from=1999-12-31"))).startsWith(1L);
        assertThat(lines("analyst", "?until=now&from=2999-12-31T00:00:00Z")).isEmpty();
    }

    @Test
    void aTimeToComeIsWaitedFor() {
        EventSubscriber tomorrow = subscribe("analyst", "?from=" + Instant.now().plus(Duration.ofDays(1)));
        EventSubscriber now = subscribe("analyst", "?from=latest");
        registerComplaint();
        awaitAtLeast(1, now);
        assertThat(tomorrow.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "types=docket.case.complaint-registered, types, not-on-list",
        "types=docket.case.complaint-registered.v9, types, not-on-list",
        "types=docket.nothing.*, types, not-on-list",
        "kinds=customers, kinds, unknown-enum",
        "after=999999999, after, out-of-range",
        "after=x, after, invalid-format",
        "after=-1, after, out-of-range",
        "from=yesterday, from, invalid-format",
        "from=2015-02-30, from, invalid-format",
        "after=1&from=earliest, from, combination-required",
        "until=tomorrow, until, unknown-enum",
        "type=docket.case.*, type, unknown-parameter",
    })
    void whatIsNotUnderstoodIsRefused(String query, String tag, String error) {
        JsonNode errors =
                as("analyst").get("/events?" + query).expect(400).json().get("errors");
        assertThat(errors.size()).isEqualTo(1);
        assertThat(errors.at("/0/tag").asString()).isEqualTo(tag);
        assertThat(errors.at("/0/error").asString()).isEqualTo(error);
    }

    @Test
    void aLastIdThatThereIsNotIsRefused() {
        as("analyst")
                .request("GET", "/events?until=now")
                .header("Last-Event-ID", "999999999")
                .send()
                .expect(400);
        as("analyst")
                .request("GET", "/events?until=now")
                .header("Last-Event-ID", "x")
                .send()
                .expect(400);
    }

    @Test
    void theHeadOfAnAnswerMayBeAskedForAlone() {
        Answer answer = as("analyst").request("HEAD", "/events").send().expect(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
    }
}
