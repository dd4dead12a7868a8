package io.docket.eventstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.EventSubscriber;
import io.docket.platform.testing.http.EventSubscriber.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What events look like, and who sees what of the persons whom they are about. */
class StreamedPersonalDataIntegrationTest extends StreamedEvents {

    @Test
    void eventsAreCloudEventsWithPersonalDataMasked() {
        EventSubscriber subscriber = subscribe("analyst", "?after=" + before);

        assertThat(subscriber.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(subscriber.headers().firstValue("Cache-Control")).hasValue("no-store");
        Received registered = awaitAtLeast(2, subscriber).get(0);
        assertThat(registered.id()).isEqualTo(before + 1);
        assertThat(registered.event()).isEqualTo(COMPLAINT);
        JsonNode event = registered.data();
        assertThat(event.propertyNames())
                .containsExactly(
                        "specversion",
                        "id",
                        "source",
                        "type",
                        "subject",
                        "time",
                        "datacontenttype",
                        "position",
                        "subjectsequence",
                        "correlationid",
                        "causationid",
                        "actor",
                        "data");
        assertThat(event.get("specversion").asString()).isEqualTo("1.0");
        assertThat(event.get("source").asString()).isEqualTo("urn:docket");
        assertThat(event.get("type").asString()).isEqualTo(COMPLAINT);
        assertThat(event.get("subject").asString()).isEqualTo(id);
        assertThat(Instant.parse(event.get("time").asString()))
                .isAfter(Instant.now().minusSeconds(60));
        assertThat(event.get("subjectsequence").asString()).isEqualTo("0");
        assertThat(event.get("actor").asString()).isEqualTo("bank-agent");
        assertThat(event.at("/data/case-id").asString()).isEqualTo(id);
        assertThat(event.at("/data/registration/customer/name").asString()).isEqualTo("[masked]");
        assertThat(event.at("/data/registration/details").asString()).isEqualTo("[masked]");
        assertThat(event.at("/data/registration/title").isNull()).isTrue();
        assertThat(event.toString()).doesNotContain("Milica", "Stevan");
    }

    @Test
    void personalDataAreShownToWhoeverMaySeeThemAndTheReadIsOnRecord() {
        List<JsonNode> events = lines("analyst-pii", "?until=now&subject=" + id);

        assertThat(events.get(0).at("/data/registration/customer/name").asString())
                .isEqualTo("Milica Petrovic");
        assertThat(events.get(0).at("/data/registration/details").asString()).isEqualTo("Charged\ntwice: š.");
        List<JsonNode> reads = as("auditor")
                .get("/audit/search?type=streamEvents&object-id=" + id)
                .expect(200)
                .items();
        assertThat(reads).hasSize(1);
        assertThat(reads.get(0).get("type").asString()).isEqualTo("streamEvents");
        assertThat(reads.get(0).get("actor").asString()).isEqualTo("analyst-pii");
        assertThat(reads.get(0).get("asked").asString()).isEqualTo("[after 0] until=now&subject=" + id);

        lines("analyst", "?until=now&subject=" + id);
        assertThat(as("auditor")
                        .get("/audit/search?type=streamEvents&object-id=" + id)
                        .items())
                .hasSize(1);
    }

    @Test
    void dataOfWhoIsErasedReadErasedWhateverTheReaderMaySee() {
        String customer = lines("analyst", "?until=now&subject=" + id)
                .get(0)
                .at("/data/registration/customer/id")
                .asString();
        EventSubscriber live = subscribe("analyst-pii", "?subject=" + id);
        assertThat(awaitAtLeast(1, live).get(0).data().toString()).contains("Milica");

        String erasure = as("privacy-officer")
                .post(
                        "/privacy/erasures",
                        "{\"subject\":{\"customer-number\":\"" + customer
                                + "\"},\"reason\":\"Asked for.\",\"force\":true}")
                .expect(202)
                .header("Location");

        for (String client : List.of("analyst", "analyst-pii")) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(lines(client, "?until=now&subject=" + id)
                            .get(0)
                            .at("/data/registration/customer/name")
                            .asString())
                    .isEqualTo("[erased]"));
        }
        // Its end is an event, too, which other tests of streams do not expect.
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> as("privacy-officer").get(erasure).text("status").equals("completed"));
    }

    /** As after an upgrade from a version that did not encrypt them. */
    @Test
    void whatCannotBeMaskedYetIsNotShown() {
        jdbc().sql("update encryption_of_older_events set last_position = done_position + 1")
                .update();
        try {
            Answer refused = as("analyst").get("/events?until=now").expect(503);
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(refused.json().get("detail").asString())
                    .isEqualTo("Personal data of older events are being encrypted, and cannot be masked yet.");
            assertThat(lines("analyst-pii", "?until=now&subject=" + id)).hasSize(2);
        } finally {
            jdbc().sql("update encryption_of_older_events set last_position = done_position")
                    .update();
        }
        assertThat(lines("analyst", "?until=now&subject=" + id)).hasSize(2);
    }
}
