package io.docket.salesleads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.http.Answer;
import io.docket.salesleads.api.event.SalesLeadReceived;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Sales leads over HTTP, from the request to the communication operator and back. */
class SalesLeadsIntegrationTest extends RunningSalesLeads {

    private static final String ACTIVATED =
            "{\"status\":\"ACTIVATED\",\"message\":\"Thank you for your order. The service is ready to use.\"}";
    private static final String RECEIVED =
            "{\"status\":\"RECEIVED\",\"message\":\"Thank you for your order. The service will be delivered.\"}";

    private static List<String> texts(List<JsonNode> versions, String field) {
        return versions.stream().map(version -> version.get(field).asString("")).toList();
    }

    private static ObjectNode requestFor(String offeringId) {
        ObjectNode request = request();
        ((ObjectNode) request.at("/products/0")).put("offeringId", offeringId);
        return request;
    }

    private Instant later(Duration duration) {
        return clock().instant().plus(duration);
    }

    @Test
    void thePrintedRequestIsActivatedAndReadBack() {
        ObjectNode request = request();

        Answer answer = send(request);

        assertBody(answer, 200, ACTIVATED);
        String order = answer.header("Location");
        assertThat(order).matches("/2\\.5/sp_spec/order/[-0-9a-zA-Z.]{1,36}");
        Answer read = co().get(order + "/");
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.header("ETag")).isEqualTo(answer.header("ETag"));
        ObjectNode lead = (ObjectNode) read.json();
        for (String time : List.of("receivedDateTime", "statusDateTime")) {
            assertThat(Instant.parse(lead.remove(time).asString()))
                    .isBetween(later(Duration.ofMinutes(-1)), later(Duration.ZERO));
        }
        assertThat(lead.remove("coOrderId").asString()).isNotEmpty();
        ObjectNode expected = (ObjectNode) JsonMapper.shared().readTree(ACTIVATED);
        expected.put("orderId", order.substring(order.lastIndexOf('/') + 1));
        expected.putNull("reason").putNull("coReason").putNull("scheduledDateTime");
        expected.setAll(request);
        assertThat(lead).isEqualTo(expected);
        assertThat(co().request("GET", order)
                        .header("If-None-Match", read.header("ETag"))
                        .send()
                        .status())
                .isEqualTo(304);

        List<JsonNode> history = history(order);
        assertThat(texts(history, "change"))
                .containsExactly(
                        "sales-lead-received", "sales-lead-accepted", "sales-lead-sent-to-co", "sales-lead-activated");
        assertThat(texts(history, "status")).containsExactly("RECEIVED", "RECEIVED", "RECEIVED", "ACTIVATED");
        assertThat(texts(history, "reason")).containsExactly("", "", "requested-at-once", "requested-at-once");
        assertThat(newEvents()).extracting(Stored::type).allMatch(type -> type.startsWith("docket.sales-lead."));
        assertThat(newEvents())
                .extracting(event -> event.metaData().get("correlation-id").asString())
                .containsOnly(answer.header("X-Correlation-ID"));
        assertThat(newEvents())
                .extracting(event -> event.metaData().get("actor").asString())
                .containsExactly("co-acme", "co-acme", "send-leads-to-co", "send-leads-to-co");
    }

    @Test
    void optionalFieldsMayBeLeftOutOrNull() {
        ObjectNode request = request();
        ObjectNode customer = (ObjectNode) request.get("customerDetails");
        customer.remove(List.of("identifiedCustomer", "customerPhone", "invoiceDetails"));
        customer.putNull("customerLastName").putNull("customerMobilePhone");
        request.put("unheardOf", true);

        Answer answer = send(request);

        assertBody(answer, 200, ACTIVATED);
        JsonNode read = co().get(answer.header("Location")).json().get("customerDetails");
        assertThat(read.propertyNames()).hasSize(8);
        for (String field : List.of(
                "identifiedCustomer", "customerPhone", "invoiceDetails", "customerLastName", "customerMobilePhone")) {
            assertThat(read.get(field).isNull()).as(field).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "unheard-of, unknown-offering, The offer does not exist., Erbjudandet finns inte.",
        "withdrawn-2020, withdrawn-offering, The offer is no longer sold., Erbjudandet säljs inte längre."
    })
    void anOfferingThatIsNotSoldIsRejected(String offering, String reason, String english, String swedish) {
        assertRejected(requestFor(offering), reason, "", english, swedish);
    }

    @ParameterizedTest
    @CsvSource({
        "not-connected, offering-not-available-at-access, '', The offer is not available at your address.,"
                + " Erbjudandet finns inte på din adress.",
        "co-refuses, refused-by-co, The access takes no orders,"
                + " The operator of your network did not accept the order., Din nätoperatör godtog inte beställningen.",
        "co-fails, failed-at-co, The access cannot be connected,"
                + " The operator of your network could not deliver the service.,"
                + " Din nätoperatör kunde inte leverera tjänsten."
    })
    void atAnAccessWhereItCannotBeDeliveredItIsRejected(
            String access, String reason, String coReason, String english, String swedish) {
        assertRejected(requestAt(access), reason, coReason, english, swedish);
    }

    private void assertRejected(JsonNode request, String reason, String coReason, String english, String swedish) {
        Answer answer = send(request);
        assertBody(answer, 200, "{\"status\":\"REJECTED\",\"message\":\"" + english + "\"}");
        Answer again = co().request("POST", ORDERS)
                .header("Accept-Language", "sv-SE, sv;q=0.9, en;q=0.1")
                .json(request.toString())
                .send();
        assertBody(again, 200, "{\"status\":\"REJECTED\",\"message\":\"" + swedish + "\"}");

        String order = answer.header("Location");
        assertThat(again.header("Location")).isEqualTo(order);
        JsonNode lead = co().get(order).json();
        assertThat(lead.get("reason").asString()).isEqualTo(reason);
        assertThat(lead.get("coReason").asString("")).isEqualTo(coReason);
        List<JsonNode> history = history(order);
        JsonNode last = history.get(history.size() - 1);
        assertThat(last.get("change").asString()).isEqualTo("sales-lead-rejected");
        assertThat(last.get("reason").asString()).isEqualTo(reason);
    }

    @Test
    void aSlowCoLetsTheAnswerBeReceivedAndTheRestFollows() {
        String json = requestAt("co-slow").toString();
        Callable<Answer> send = () -> co().request("POST", ORDERS)
                .header("Idempotency-Key", "slow")
                .json(json)
                .send();
        CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> call(send));
        await().atMost(PATIENCE).until(() -> !newEvents().isEmpty());

        Answer meanwhile = call(send);
        assertBody(meanwhile, 409, "{\"cause\":\"A request with this Idempotency-Key is still running.\"}");
        assertThat(meanwhile.header("Retry-After")).isEqualTo("1");
        Answer received = first.join();
        assertBody(received, 200, RECEIVED);

        clock().advance(Duration.ofMinutes(2));
        String order = received.header("Location");
        awaitStatus(order, "ACTIVATED");
        Answer replayed = call(send);
        assertBody(replayed, 200, RECEIVED);
        assertThat(replayed.header("Idempotency-Replayed")).isEqualTo("true");
        Answer repeated = co().post(ORDERS, json);
        assertBody(repeated, 200, RECEIVED);
        assertThat(repeated.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(ordersAtTheCoFor(order)).hasSize(1);
    }

    private static Answer call(Callable<Answer> send) {
        try {
            return send.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aKeyThatWasUsedForAnotherBodyIsRefused() {
        for (int status : new int[] {200, 422}) {
            Answer answer = co().request("POST", ORDERS)
                    .header("Idempotency-Key", "used")
                    .json(requestAt("not-connected").toString())
                    .send();
            assertThat(answer.status()).isEqualTo(status);
            if (status == 422) {
                assertBody(answer, 422, "{\"cause\":\"This Idempotency-Key was used for another request body.\"}");
            }
        }
    }

    @Test
    void theSameLeadSentAgainIsNotOrderedAgain() {
        ObjectNode request = request();
        Answer first = send(request);
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        Answer second = send(request);

        assertBody(second, 200, ACTIVATED);
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(ordersAtTheCoFor(first.header("Location")))
                .extracting(order -> order.get("asked").asInt())
                .containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({
        "/requestedDateTime, 2021-05-07T00:01:00Z",
        "/customerDetails/customerFirstname, Another",
        "/customerDetails/invoiceDetails/city, Lund"
    })
    void theSameLeadWithOtherContentsIsRefused(String field, String value) {
        ObjectNode request = request();
        Answer first = send(request);
        int end = field.lastIndexOf('/');
        ((ObjectNode) request.at(field.substring(0, end))).put(field.substring(end + 1), value);

        Answer second = send(request);

        assertBody(second, 409, "{\"cause\":\"There is an order of this customer with other contents.\"}");
        assertThat(ordersAtTheCoFor(first.header("Location"))).hasSize(1);
    }

    @Test
    void theSameLeadForSomebodyElseIsAnotherLead() {
        ObjectNode request = requestAt("not-connected");
        Answer annas = send(request);
        ((ObjectNode) request.get("customerDetails")).put("personalIdentityNumber", "20010101-0106");

        Answer bertils = send(request);

        assertThat(statusIn(bertils)).isEqualTo("REJECTED");
        assertThat(bertils.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(bertils.header("Location")).isNotEqualTo(annas.header("Location"));
        assertThat(send(request).header("Location")).isEqualTo(bertils.header("Location"));
        assertThat(co().get(bertils.header("Location"))
                        .json()
                        .at("/customerDetails/personalIdentityNumber")
                        .asString())
                .isEqualTo("20010101-0106");
    }

    @Test
    void theAddressMayStandBesideTheInvoiceDetails() {
        ObjectNode request = requestAt("not-connected");
        ObjectNode customer = (ObjectNode) request.get("customerDetails");
        ObjectNode address = (ObjectNode) customer.remove("invoiceDetails");
        customer.setAll(address);
        customer.set("customerFirstName", customer.remove("customerFirstname"));

        Answer answer = send(request);

        assertThat(statusIn(answer)).isEqualTo("REJECTED");
        JsonNode kept = co().get(answer.header("Location")).json().get("customerDetails");
        assertThat(kept.get("invoiceDetails")).isEqualTo(address);
        assertThat(kept.get("customerFirstname").asString()).isEqualTo("Anna");
        customer.set("invoiceDetails", address);
        assertThat(send(request).header("Idempotency-Replayed")).isEqualTo("true");
        customer.put("city", "Lund");
        assertBody(send(request), 400, "{\"cause\":\"Bad customerDetails.city\",\"message\":\"City is incorrect.\"}");
        customer.remove("invoiceDetails");
        customer.put("postalCode", "01112");
        assertBody(
                send(request),
                400,
                "{\"cause\":\"Bad customerDetails.postalCode\","
                        + "\"message\":\"Postal code is incorrect. It has five digits.\"}");
    }

    @Test
    void theSameLeadSentAtTheSameInstantIsOrderedOnce() throws Exception {
        int senders = 8;
        String json = request().toString();
        var barrier = new CyclicBarrier(senders);
        ExecutorService threads = Executors.newFixedThreadPool(senders);
        try {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                answers.add(threads.submit(() -> {
                    barrier.await();
                    return co().post(ORDERS, json);
                }));
            }
            String order = answers.get(0).get().header("Location");
            for (Future<Answer> answer : answers) {
                assertBody(answer.get(), 200, ACTIVATED);
                assertThat(answer.get().header("Location")).isEqualTo(order);
            }
            assertThat(newEvents())
                    .filteredOn(event -> event.event() instanceof SalesLeadReceived)
                    .hasSize(1);
            assertThat(newEvents()).hasSize(4);
            assertThat(ordersAtTheCoFor(order))
                    .extracting(placed -> placed.get("asked").asInt())
                    .containsExactly(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anAnswerOfTheCoThatIsLostLeadsToNoSecondOrder() {
        tellTheCo("\"function\": \"placeOrder\", \"answer-lost-next\": 1");

        Answer answer = send(request());

        String order = answer.header("Location");
        awaitStatus(order, "ACTIVATED");
        assertThat(ordersAtTheCoFor(order))
                .extracting(placed -> placed.get("asked").asInt())
                .containsExactly(1);
        assertThat(texts(history(order), "change")).hasSize(4);
    }

    @Test
    void aLeadForLaterIsSentAtItsTime() {
        Instant requested = later(Duration.ofHours(1));
        ObjectNode request = request().put("requestedDateTime", requested.toString());

        Answer answer = send(request);

        assertBody(answer, 200, RECEIVED);
        String order = answer.header("Location");
        List<JsonNode> waiting = history(order);
        assertThat(texts(waiting, "change")).containsExactly("sales-lead-received", "sales-lead-accepted");
        assertThat(texts(waiting, "scheduledDateTime")).containsExactly("", requested.toString());
        clock().advance(Duration.ofMinutes(59));
        // What is wanted now overtakes it: the queue has been looked at with the clock put forward.
        assertBody(send(request()), 200, ACTIVATED);
        assertThat(ordersAtTheCoFor(order)).isEmpty();

        clock().advance(Duration.ofMinutes(1));

        awaitStatus(order, "ACTIVATED");
        List<JsonNode> sent = history(order);
        assertThat(texts(sent, "change"))
                .containsExactly(
                        "sales-lead-received", "sales-lead-accepted", "sales-lead-sent-to-co", "sales-lead-activated");
        assertThat(sent.get(2).get("reason").asString()).isEqualTo("requested-time-reached");
        assertThat(Instant.parse(sent.get(2).get("versionDate").asString()))
                .isBetween(requested, requested.plusSeconds(30));
        assertThat(ordersAtTheCoFor(order)).hasSize(1);
    }

    @Test
    void aLeadOfAnotherOperatorIsNotThere() {
        Answer answer = send(requestAt("not-connected"));
        String order = answer.header("Location");

        for (String path : List.of(order, order + "/history")) {
            assertBody(coOf("Globex").get(path), 404, "{\"cause\":\"There is no such resource.\"}");
            assertThat(coOf("Acme").get(path).status()).isEqualTo(200);
        }
    }

    @Test
    void aHistoryIsPaged() {
        String order = send(requestAt("not-connected")).header("Location");

        JsonNode page = co().get(order + "/history?page-size=1&page-number=2&sort-order=desc")
                .json();

        assertThat(page.get("total-count").asInt()).isEqualTo(2);
        assertThat(texts(page.get("Items").valueStream().toList(), "change")).containsExactly("sales-lead-received");
    }
}
