package io.docket;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.ApiClient;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Repeated requests, consistent reads and correlation, on whichever database. */
abstract class RepeatedRequests extends RunningDocket {

    private static final String COMPLAINTS = "/v1/case/complaints";

    private static final String COMPLAINT = "{\"customer-id\":\"1400054\"}";

    private static Answer post(ApiClient client, String path, String key, String body) {
        return send("POST", client, path, key, body);
    }

    private static Answer send(String method, ApiClient client, String path, String key, String body) {
        return client.request(method, path)
                .header("Idempotency-Key", key)
                .json(body)
                .send();
    }

    private static Answer putIfMatch(ApiClient client, String path, String key, String etag, String body) {
        return client.request("PUT", path)
                .header("Idempotency-Key", key)
                .header("If-Match", etag)
                .json(body)
                .send();
    }

    private String newComplaint() {
        return "/v1/case/cases/" + as("bank-agent").post(COMPLAINTS, COMPLAINT).text("id");
    }

    private static void assertReplayed(Answer again, Answer first) {
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        for (String header : List.of("Location", "ETag", "Consistency-Token", "Content-Type")) {
            assertThat(again.headers().allValues(header))
                    .as(header)
                    .isEqualTo(first.headers().allValues(header));
        }
    }

    @Test
    void getTheFirstAnswerAgainAndDoNothingTwice() {
        String key = UUID.randomUUID().toString();
        String body = "{\"customer-id\":\"1400054\"}";

        Answer first = post(as("bank-channel"), COMPLAINTS, key, body);
        Answer again = post(as("bank-channel"), COMPLAINTS, key, body);
        Answer withSlash = post(as("bank-channel"), COMPLAINTS + "/", key, body);

        assertThat(first.status()).isEqualTo(201);
        assertReplayed(again, first);
        assertReplayed(withSlash, first);
        assertThat(newEvents()).hasSize(1);
    }

    @Test
    void ofAnUpdateGetTheFirstAnswerAgainThoughTheVersionHasMovedOn() {
        String key = UUID.randomUUID().toString();
        ApiClient agent = as("bank-agent");
        Answer registered = agent.post(COMPLAINTS, COMPLAINT);
        String path = "/v1/case/cases/" + registered.text("id");

        Answer first = putIfMatch(agent, path, key, registered.header("ETag"), "{\"state\":\"Active\"}");
        agent.put(path, "{\"state\":\"Canceled\"}");
        Answer again = putIfMatch(agent, path, key, registered.header("ETag"), "{\"state\":\"Active\"}");

        assertThat(first.status()).isEqualTo(200);
        assertReplayed(again, first);
        assertThat(newEvents()).hasSize(3);
    }

    @Test
    void ofAnUpdateGetItsRefusalAgain() {
        String stale = UUID.randomUUID().toString();
        String forbidden = UUID.randomUUID().toString();
        ApiClient agent = as("bank-agent");
        String path = newComplaint();

        Answer mismatch = putIfMatch(agent, path, stale, "\"7\"", "{\"state\":\"Canceled\"}");
        Answer mismatchAgain = putIfMatch(agent, path, stale, "\"7\"", "{\"state\":\"Canceled\"}");
        agent.delete(path);
        Answer conflict = send("PUT", agent, path, forbidden, "{\"state\":\"Active\"}");
        Answer conflictAgain = send("PUT", agent, path, forbidden, "{\"state\":\"Active\"}");

        assertThat(mismatch.status()).isEqualTo(412);
        assertReplayed(mismatchAgain, mismatch);
        assertThat(conflict.status()).isEqualTo(409);
        assertReplayed(conflictAgain, conflict);
    }

    @Test
    void ofADeletionGetTheFirstAnswerAgain() {
        String key = UUID.randomUUID().toString();
        ApiClient agent = as("bank-agent");
        String path = newComplaint();
        agent.post(path + "/attachments", "{\"file-id\":\"" + "A".repeat(120) + "\",\"file-name\":\"n\"}");
        String attachment = path + "/attachments/" + "%41".repeat(120);

        Answer detached = send("DELETE", agent, attachment, key, "");
        Answer detachedAgain = send("DELETE", agent, attachment, key, "");
        Answer closed = send("DELETE", agent, path, key, "{}");
        Answer closedAgain = send("DELETE", agent, path, key, "{}");

        assertThat(detached.status()).isEqualTo(200);
        assertReplayed(detachedAgain, detached);
        assertThat(closed.status()).isEqualTo(200);
        assertReplayed(closedAgain, closed);
        assertThat(newEvents()).hasSize(4);
    }

    @Test
    void ofAChangeWithoutAnAnswerGetNoneAgain() {
        String key = UUID.randomUUID().toString();
        ApiClient agent = as("bank-agent");
        String replacements = "/customer-order/card-replacements";
        String order = agent.post(replacements, "{\"card-id\":\"CARD-0003\",\"replacement-reason\":\"damaged-card\"}")
                .text("id");
        String path = replacements + "/" + order + "/reject";

        Answer first = send("PUT", agent, path, key, "{\"reason\":\"Not worn.\"}");
        Answer again = send("PUT", agent, path, key, "{\"reason\":\"Not worn.\"}");
        Answer other = send("PUT", agent, path, key, "{\"reason\":\"Not torn.\"}");

        assertThat(first.status()).isEqualTo(204);
        assertReplayed(again, first);
        assertThat(other.status()).isEqualTo(422);
        assertThat(newEvents())
                .filteredOn(stored -> stored.type().equals("docket.card-order.order-rejected"))
                .hasSize(1);
    }

    @Test
    void mayBeOfAnyOperationThatChangesSomething() {
        assertThat(anonymous().contract().operations())
                .filteredOn(operation -> !operation.method().equals("GET"))
                .hasSizeGreaterThan(30)
                .allMatch(operation -> operation.takes("IdempotencyKey"));
    }

    @Test
    void getTheirRefusalAgainEvenWhereItWouldNoLongerBeRefused() {
        String key = UUID.randomUUID().toString();
        String caseId = newCaseId();
        String path = "/v1/case/cases/" + caseId + "/attachments";
        String body = "{\"file-id\":\"f\",\"file-name\":\"n\"}";

        Answer first = post(as("bank-channel"), path, key, body);
        as("bank-channel").post(COMPLAINTS, "{\"customer-id\":\"1400054\",\"case-id\":\"" + caseId + "\"}");
        Answer again = post(as("bank-channel"), path, key, body);

        assertNotFound(first);
        assertReplayed(again, first);
        assertThat(newEvents()).hasSize(1);
    }

    @Test
    void mayBeCorrectedIfTheFirstWasWrongInItself() {
        String key = UUID.randomUUID().toString();
        String path = "/v1/case/callback-requests";
        String body =
                "{\"callback-request-time\":\"2099-12-22T13:33:17Z\",\"categorry\":\"%s\",\"party-id\":\"1400054\"}";

        Answer wrong = post(as("bank-channel"), path, key, body.formatted("Weather"));
        Answer corrected = post(as("bank-channel"), path, key, body.formatted("Cards"));

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(corrected.status()).isEqualTo(201);
        // Orders of other tests may be on their way.
        assertThat(newEvents())
                .filteredOn(stored -> stored.aggregateType().equals("Case"))
                .hasSize(1);
    }

    @Test
    void areRefusedWithAnotherBody() {
        String key = UUID.randomUUID().toString();
        post(as("bank-channel"), COMPLAINTS, key, "{\"customer-id\":\"1400054\"}");

        Answer other = post(as("bank-channel"), COMPLAINTS, key, "{\"customer-id\":\"1400055\"}");

        assertProblem(other, 422, "Unprocessable Content", "This Idempotency-Key was used for another request body.");
        assertThat(newEvents()).hasSize(1);
    }

    @Test
    void areNewRequestsForAnotherMethod() {
        String key = UUID.randomUUID().toString();
        String path = newComplaint();
        String body = "{\"resolution\":\"Returned.\"}";

        Answer updated = send("PUT", as("bank-agent"), path, key, body);
        Answer closed = send("DELETE", as("bank-agent"), path, key, body);

        assertThat(updated.status()).isEqualTo(200);
        assertThat(closed.text("created-record-status")).isEqualTo("Closed");
    }

    @Test
    void areNewRequestsForAnotherCallerOrPath() {
        String key = UUID.randomUUID().toString();
        String body = "{\"customer-id\":\"BRVU00002\"}";

        List<Answer> answers = List.of(
                post(as("bank-channel"), COMPLAINTS, key, body),
                post(as("customer-brvu"), COMPLAINTS, key, body),
                post(as("bank-channel"), "/v1/case/service-requests", key, body));

        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(newEvents()).hasSize(3);
    }

    @Test
    void areRefusedWhileTheFirstIsRunning() throws Exception {
        String key = UUID.randomUUID().toString();
        String body = "{\"customer-id\":\"1400054\"}";
        post(as("bank-channel"), COMPLAINTS, key, body);
        jdbc().sql("update idempotency_record set status = null, headers = null, body = null, position = null"
                        + " where idempotency_key = ?")
                .param(key)
                .update();

        assertProblem(
                post(as("bank-channel"), COMPLAINTS, key, body),
                409,
                "Conflict",
                "A request with this Idempotency-Key is still running.");
        assertThat(newEvents()).hasSize(1);
    }

    @Test
    void doNothingTwiceWhenTheyArriveAtOnce() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 5; round++) {
                String key = UUID.randomUUID().toString();
                ApiClient client = as("bank-channel");
                List<Future<Answer>> answers = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    answers.add(clients.submit(() -> post(client, COMPLAINTS, key, "{\"customer-id\":\"1400054\"}")));
                }
                List<Integer> statuses = new ArrayList<>();
                for (Future<Answer> answer : answers) {
                    statuses.add(answer.get().status());
                }
                assertThat(statuses).contains(201).isSubsetOf(201, 409);
                assertThat(newEvents()).hasSize(round + 1);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void readsWithATokenSeeTheChange() {
        for (int i = 0; i < 10; i++) {
            String customer = newCustomer();
            Answer created = as("bank-channel").post(COMPLAINTS, "{\"customer-id\":\"" + customer + "\"}");

            Answer list = as("bank-channel")
                    .request("GET", "/v1/case/cases?customer-id=" + customer)
                    .header("Consistency-Token", created.header("Consistency-Token"))
                    .send();

            assertThat(list.json().get("total-count").asInt()).isEqualTo(1);
        }
    }

    @Test
    void theCorrelationIdOfTheRequestStandsInItsEvents() {
        Answer answer = as("bank-agent")
                .request("POST", COMPLAINTS)
                .header("X-Correlation-ID", "trace/me~42")
                .json("{\"customer-id\":\"1400054\"}")
                .send();

        assertThat(answer.header("X-Correlation-ID")).isEqualTo("trace/me~42");
        assertThat(newEvents()).singleElement().satisfies(stored -> {
            assertThat(stored.metaData().get("correlation-id").asString()).isEqualTo("trace/me~42");
            assertThat(stored.metaData().get("actor").asString()).isEqualTo("bank-agent");
            assertThat(stored.metaData().get("causation-id").asString()).isNotEmpty();
            assertThat(stored.type()).isEqualTo("docket.case.complaint-registered");
            assertThat(stored.revision()).isEqualTo("1");
            assertThat(stored.aggregateType()).isEqualTo("Case");
            assertThat(stored.sequenceNumber()).isZero();
        });
    }

    @Test
    void aCorrelationIdIsMadeForEachRequestThatHasNone() {
        Answer one = as("bank-agent").post(COMPLAINTS, "{\"customer-id\":\"1400054\"}");
        Answer two = as("bank-agent").post(COMPLAINTS, "{\"customer-id\":\"1400054\"}");

        assertThat(one.header("X-Correlation-ID")).isNotEqualTo(two.header("X-Correlation-ID"));
        assertThat(newEvents())
                .extracting(stored -> stored.metaData().get("correlation-id").asString())
                .containsExactly(one.header("X-Correlation-ID"), two.header("X-Correlation-ID"));
    }
}
