package io.docket.eventstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.RunningDocket;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.EventSubscriber;
import io.docket.platform.testing.http.EventSubscriber.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests of the stream of all events over HTTP, each with a case of its own. */
abstract class StreamedEvents extends RunningDocket {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final String COMPLAINT = "docket.case.complaint-registered.v1";
    static final String ACTIVATED = "docket.case.case-activated.v1";

    final List<EventSubscriber> open = new ArrayList<>();
    long before;
    String id = "";

    @BeforeEach
    void aCaseThatIsWorkedOn() {
        before = head();
        id = registerComplaint();
        as("bank-agent").put("/v1/case/cases/" + id, "{\"state\":\"Active\"}").expect(200);
    }

    @AfterEach
    void hangUp() {
        open.forEach(EventSubscriber::close);
    }

    final String registerComplaint() {
        String caseId = newCaseId();
        as("bank-agent")
                .post(
                        "/v1/case/complaints",
                        "{\"case-id\":\"" + caseId + "\",\"customer-id\":\"" + newCustomer()
                                + "\",\"customer-name\":\"Milica Petrovic\",\"details\":\"Charged\\ntwice: \\u0161.\"}")
                .expect(201);
        return caseId;
    }

    final EventSubscriber subscribe(String client, String query) {
        return keep(EventSubscriber.open(anonymous().server(), anonymous().tokenOf(client), query));
    }

    final EventSubscriber keep(EventSubscriber subscriber) {
        open.add(subscriber);
        return subscriber;
    }

    static List<Received> awaitAtLeast(int count, EventSubscriber subscriber) {
        await().atMost(PATIENCE).until(() -> subscriber.received().size() >= count);
        return subscriber.received();
    }

    final List<JsonNode> lines(String client, String query) {
        Answer answer = as(client)
                .request("GET", "/events" + query)
                .header("Accept", "application/x-ndjson")
                .send()
                .expect(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        return answer.text()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    static List<Long> positions(List<JsonNode> events) {
        return events.stream()
                .map(event -> Long.valueOf(event.get("position").asString()))
                .toList();
    }

    static List<String> texts(List<JsonNode> events, String attribute) {
        return events.stream().map(event -> event.get(attribute).asString()).toList();
    }
}
