package io.docket.cardorders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.RunningDocket;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.ApiClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Card orders over HTTP, from the request to the card management system and back. */
class CardOrdersIntegrationTest extends RunningDocket {

    private static final String ROOT = "/customer-order/";

    private ApiClient channel() {
        return as("bank-channel");
    }

    @AfterEach
    void endAllTroubleAndAwaitTheEndOfAllOrders() {
        tellCardSystem("");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> jdbc().sql("select (select count(*) from card_system_order where approved_at is not null)"
                                        + " + (select count(*) from card_suspension)")
                                .query(Integer.class)
                                .single()
                        == 0);
    }

    private String request(String collection, String json) {
        Answer answer = channel().post(ROOT + collection, json);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(answer.json().get("CreatedRecordStatus").asString()).isEqualTo("active");
        String id = answer.json().get("id").asString();
        assertThat(answer.header("Location")).isEqualTo(ROOT + collection + "/" + id);
        return answer.header("Location");
    }

    private JsonNode read(String order) {
        Answer answer = channel().get(order);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode awaitStatus(String order, String status) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(read(order).get("status").asString()).isEqualTo(status));
        return read(order);
    }

    private List<String> changes(String order) {
        return channel()
                .get(order + "/history")
                .json()
                .get("Items")
                .valueStream()
                .map(version -> version.get("change").asString())
                .toList();
    }

    private void tellCardSystem(String trouble) {
        partners().tell("card-system", trouble);
    }

    private void put(String client, String path, String json, int status) {
        Answer answer = as(client).put(path, json);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    }

    @Test
    void theTutorialWorksAsPrinted() {
        String order = request(
                "additional-card-issuances",
                "{\"authorized-customer-number\": \"1400054\", \"arrangement-number\": \"0064200001930\"}");

        JsonNode proposed = read(order);
        assertThat(proposed.propertyNames())
                .contains(
                        "id",
                        "authorized-customer-number",
                        "authorized-customer-name",
                        "owner-customer-number",
                        "owner-customer-name",
                        "arrangement-number",
                        "product-code",
                        "description",
                        "status",
                        "customer-friendly-status",
                        "creation-date");
        assertThat(proposed.get("status").asString()).isEqualTo("proposed");
        assertThat(proposed.get("authorized-customer-name").asString()).isEqualTo("Milica Petrovic");
        assertThat(proposed.get("owner-customer-name").asString()).isEqualTo("Branislav Vukovic");

        Answer canceled = channel().request("PUT", order + "/cancel").send();
        assertThat(canceled.status()).as(canceled.toString()).isEqualTo(204);
        assertThat(read(order).get("status").asString()).isEqualTo("canceled");
        assertThat(read(order).get("customer-friendly-status").asString()).isEqualTo("abandoned");
        assertThat(changes(order)).containsExactly("additional-card-requested", "order-canceled");
    }

    @Test
    void cardsFollowTheirOrders() {
        String activation = request("card-activations", "{\"card-id\":\"CARD-0001\"}");
        awaitStatus(activation, "external-processing-succeded");
        assertThat(changes(activation))
                .containsExactly(
                        "card-order-requested", "order-approved", "processing-started", "processing-succeeded");
        String blockade =
                request("card-blockades", "{\"card-id\":\"CARD-0001\",\"blockade-reason\":\"temporary-blockage\"}");
        awaitStatus(blockade, "external-processing-succeded");
        String deblockade = request("card-deblockades", "{\"card-id\":\"CARD-0001\"}");
        awaitStatus(deblockade, "external-processing-succeded");
        String termination = request("card-terminations", "{\"card-id\":\"CARD-0001\"}");
        JsonNode done = awaitStatus(termination, "external-processing-succeded");

        assertThat(done.get("customer-friendly-status").asString()).isEqualTo("complete");
        assertConflict(
                channel().post(ROOT + "card-activations", "{\"card-id\":\"CARD-0001\"}"),
                "card-status-not-eligible",
                "The status of the card does not allow this.");
    }

    @Test
    void anOutageIsWaitedOutAndARefusalRejectsTheOrder() {
        tellCardSystem("\"fail-next\":1");
        String replacement =
                request("card-replacements", "{\"card-id\":\"CARD-0003\",\"replacement-reason\":\"damaged-card\"}");
        put("bank-agent", replacement + "/approve", "{}", 204);
        awaitStatus(replacement, "external-processing-succeded");

        tellCardSystem("\"refusal\":\"Not on a Saturday.\"");
        String blockade =
                request("card-blockades", "{\"card-id\":\"CARD-0002\",\"blockade-reason\":\"temporary-blockage\"}");
        JsonNode rejected = awaitStatus(blockade, "rejected");
        assertThat(rejected.get("rejection-reason").asString()).isEqualTo("Not on a Saturday.");
        assertThat(rejected.get("customer-friendly-status").asString()).isEqualTo("rejected");
    }

    @Test
    void ofFiftyEqualRequestsAtTheSameInstantOneIsTaken() throws Exception {
        int clients = 50;
        var start = new CyclicBarrier(clients);
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            Callable<Answer> request = () -> {
                start.await();
                return channel()
                        .post(
                                ROOT + "additional-card-issuances",
                                "{\"authorized-customer-number\":\"1104977710344\","
                                        + "\"arrangement-number\":\"0064200001930\"}");
            };
            List<Future<Answer>> answers = Stream.generate(() -> threads.submit(request))
                    .limit(clients)
                    .toList();
            int taken = 0;
            for (Future<Answer> future : answers) {
                Answer answer = future.get();
                if (answer.status() == 202) {
                    taken++;
                } else {
                    assertConflict(
                            answer,
                            "request-already-exists",
                            "There is an open order for this person on this arrangement.");
                }
            }
            assertThat(taken).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anotherCustomerKnowsNothingOfAnOrder() {
        String order = request(
                "additional-card-issuances",
                "{\"authorized-customer-number\": \"MIGR00002\", \"arrangement-number\": \"0064200001930\"}");
        ApiClient other = as("customer-migr");

        assertNotFound(other.get(order));
        assertNotFound(other.get(order + "/history"));
        assertNotFound(other.request("PUT", order + "/cancel").send());
        assertThat(getCurrent(other, ROOT + "orders").json().get("total-count").asInt())
                .isZero();
        assertThat(other.get(ROOT + "orders?customer-number=BRVU00002").status())
                .isEqualTo(403);
        assertConflict(
                other.post(ROOT + "card-terminations", "{\"card-id\":\"CARD-0002\"}"),
                "unknown-card",
                "There is no such card.");
        assertThat(getCurrent(as("customer-brvu"), ROOT + "orders?kinds=additional-card-issuance")
                        .json()
                        .get("total-count")
                        .asInt())
                .isPositive();
    }

    @Test
    void aWorkItemOfAnotherKindIsNotThere() {
        assertNotFound(as("bank-agent").put("/customer-order/card-blockades/WI0000497282/approve", "{}"));
        String order = request("card-terminations", "{\"card-id\":\"CARD-0002\"}");
        String id = order.substring(order.lastIndexOf('/') + 1);
        assertNotFound(as("bank-agent").put("/v1/case/cases/" + id, "{\"state\":\"Active\"}"));
        assertNotFound(channel().get("/v1/case/cases/" + id));
        assertNotFound(channel().get(ROOT + "card-blockades/" + id));
    }
}
