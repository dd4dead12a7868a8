package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A sales lead for later, whose time comes while Docket is dead. */
@Tag("any-issuer")
class LeadForLaterIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("lead");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Enough for the answer, which is the first of its kind, and for the kill after it, on a machine that is busy. */
    private static final Duration UNTIL_WANTED = Duration.ofSeconds(20);

    private static String lead(Instant requested) {
        return """
                {
                  "coId": "Acme", "coAccessId": "8732c2f065e2490babce820e94b1011a", "operation": "ACTIVATE",
                  "orderDateTime": "2021-05-03T20:31:15Z", "requestedDateTime": "%s",
                  "products": [{
                    "productId": "8732c2f065e2490babce820e94b1011a", "offeringId": "8732c2f065e2490babce820e94b1011a" }],
                  "customerDetails": {
                    "personalIdentityNumber": "19811218-9876", "customerFirstname": "Anna",
                    "customerEmail": "anna@example.com" }
                }""".formatted(requested);
    }

    private static List<String> texts(List<JsonNode> versions, String field) {
        return versions.stream()
                .map(version -> version.required(field).asString(""))
                .toList();
    }

    @Test
    void isSentOnceAfterTheRestartAndItsHistoryShowsWhenAndWhy() {
        DocketProcess docket = DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()));
        Client co = docket.client("co-acme");
        Instant requested = Instant.now().plus(UNTIL_WANTED).truncatedTo(ChronoUnit.SECONDS);
        Answer received = co.post("/2.5/sp_spec/order/", lead(requested)).expect(200);
        String order = received.header("Location");
        docket.kill9();
        assertThat(Instant.now()).isBefore(requested);
        assertThat(received.text("status")).isEqualTo("RECEIVED");
        docket.awaitEnd();
        await("its time").atMost(PATIENCE).until(() -> Instant.now().isAfter(requested));

        Instant startedAgain = Instant.now();
        DocketProcess again = DOCKETS.start(docket.settings());
        Client sameCo = co.at(again);
        await("its activation")
                .atMost(PATIENCE)
                .until(() -> sameCo.get(order).expect(200).text("status").equals("ACTIVATED"));

        List<JsonNode> history = sameCo.get(order + "/history").expect(200).items();
        assertThat(texts(history, "change"))
                .containsExactly(
                        "sales-lead-received", "sales-lead-accepted", "sales-lead-sent-to-co", "sales-lead-activated");
        assertThat(history.get(1).required("scheduledDateTime").asString()).isEqualTo(requested.toString());
        assertThat(history.get(2).required("reason").asString()).isEqualTo("requested-time-reached");
        assertThat(Instant.parse(history.get(2).required("versionDate").asString()))
                .isAfter(startedAgain);
        List<JsonNode> placed = again.partners().done("co", "orders");
        assertThat(placed).hasSize(1);
        assertThat(placed.get(0).required("asked").asInt()).isEqualTo(1);
    }
}
