package io.docket.eventstream.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.RunningDocket;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.WebhookReceiver;
import io.docket.platform.testing.http.WebhookReceiver.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

/** Subscriptions over HTTP, and receivers that keep what they are sent. */
abstract class PushedEvents extends RunningDocket {

    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String SUBSCRIPTIONS = "/events/subscriptions";

    private final List<WebhookReceiver> receivers = new ArrayList<>();
    private long before;

    /** The position of the last event before the test. */
    final long before() {
        return before;
    }

    @BeforeEach
    void rememberTheEnd() {
        before = head();
    }

    @AfterEach
    void endAll() {
        for (String client : List.of("analyst", "analyst-pii")) {
            for (JsonNode subscription : as(client).get(SUBSCRIPTIONS).json().get("Items")) {
                as(client).delete(SUBSCRIPTIONS + "/" + subscription.get("id").asString());
            }
        }
        receivers.forEach(WebhookReceiver::close);
    }

    final WebhookReceiver receiver() {
        WebhookReceiver started = WebhookReceiver.start();
        receivers.add(started);
        return started;
    }

    final String request(WebhookReceiver receiver, String more) {
        return "{\"url\":\"" + receiver.url() + "\",\"secret\":\"" + WebhookReceiver.SECRET + "\"" + more + "}";
    }

    /** Subscribes to what happens to cases since the test began, and says where that stands. */
    final String subscribe(String client, WebhookReceiver receiver, String more) {
        Answer answer = as(client)
                .post(SUBSCRIPTIONS, request(receiver, ",\"kinds\":[\"cases\"],\"after\":" + before + more))
                .expect(201);
        assertThat(answer.header("Location")).isEqualTo(SUBSCRIPTIONS + "/" + answer.text("id"));
        return answer.header("Location");
    }

    final String registerComplaint() {
        String caseId = newCaseId();
        as("bank-agent")
                .post(
                        "/v1/case/complaints",
                        "{\"case-id\":\"" + caseId + "\",\"customer-id\":\"" + newCustomer()
                                + "\",\"customer-name\":\"Milica Petrovic\",\"details\":\"Charged twice.\"}")
                .expect(201);
        return caseId;
    }

    final void update(String caseId, String body) {
        as("bank-agent").put("/v1/case/cases/" + caseId, body).expect(200);
    }

    /** So many events of one case. */
    final String aLife(int events) {
        String caseId = registerComplaint();
        for (int i = 1; i < events; i++) {
            update(
                    caseId,
                    i % 2 == 1 ? "{\"state\":\"Active\"}" : "{\"state\":\"Resolved\",\"resolution\":\"r" + i + "\"}");
        }
        return caseId;
    }

    final List<Long> positionsOfCases() {
        return jdbc().sql("select global_index from domain_event where type = 'Case' and global_index > ? order by 1")
                .param(before)
                .query(Long.class)
                .list();
    }

    /** Waits until a subscription has passed all that there is. */
    final JsonNode awaitTheEnd(String client, String path) {
        long last = positionsOfCases().get(positionsOfCases().size() - 1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        as(client).get(path).json().get("position").asLong())
                .isGreaterThanOrEqualTo(last));
        return as(client).get(path).json();
    }

    /** Everything at least once, and for each case in the order of the log whatever comes again. */
    final void assertNothingMissing(List<Received> taken) {
        assertThat(taken).extracting(Received::position).containsAll(positionsOfCases());
        Map<String, Long> last = new HashMap<>();
        Set<Long> had = new HashSet<>();
        for (Received one : taken) {
            if (had.add(one.position())) {
                assertThat(one.position()).isGreaterThan(last.getOrDefault(one.subject(), 0L));
                last.put(one.subject(), one.position());
            }
        }
    }
}
