package io.docket.esim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.RunningDocket;
import io.docket.platform.testing.http.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What resellers can see of their orders. */
class EsimReadsIntegrationTest extends RunningDocket {

    private static final String ORDERS = "/esim/v1/order";
    private static final String UNKNOWN = ORDERS + "/3a6acf89-1ccf-4611-9424-453930f57ef1";
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    private static @Nullable String completed;

    @AfterEach
    void endAllTroubleAndAwaitTheEndOfAllOrders() {
        partners().tell("smdp", "");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> jdbc().sql("select count(*) from task where task_name = 'fulfil_esim_order'")
                                .query(Integer.class)
                                .single()
                        == 0);
    }

    private String place(String operation, String more) {
        Answer answer = as("reseller-acme").post(ORDERS, """
                        {"input": {"operationType": "%s", "countryCode": "PT",
                          "customer": {"email": "reader@example.com"},
                          "device": {"id": "1", "type": "ios"},
                          "subscriptions": [{"id": "a3mM0000000Dcmw"}]%s}}""".formatted(operation, more));
        answer.expect(201);
        return answer.header("Location");
    }

    private Answer read(String path) {
        return as("reseller-acme").get(path);
    }

    private Answer awaitStatus(String order, String status) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(read(order).text("status")).isEqualTo(status));
        return read(order);
    }

    private String newEsim() {
        String order = place("NEW_ESIM", "");
        awaitStatus(order, "COMPLETED");
        return order;
    }

    private Answer image(String order, String accept) {
        return as("reseller-acme")
                .request("GET", order + "/qr-code")
                .header("Accept", accept)
                .send();
    }

    private static void assertOrderNotFound(Answer answer) {
        assertBody(answer, 404, "{\"type\": \"ORDER_NOT_FOUND\", \"messages\": [\"There is no such order.\"]}");
    }

    @Test
    void anOrderIsFoundAtOnceAndHasItsVersion() {
        partners().tell("smdp", "\"down\": true");

        String order = place("NEW_ESIM", "");

        Answer answer = read(order);
        answer.expect(200);
        assertThat(answer.text("status")).isIn("ACCEPTED", "FULFILLING");
        assertThat(answer.json().has("output")).isFalse();
        assertThat(answer.header("ETag")).matches("\"\\d+\"");
    }

    @Test
    void anOrderThatHasNotChangedIsNotSentAgain() {
        String order = newEsim();

        Answer again = as("reseller-acme")
                .request("GET", order)
                .header("If-None-Match", read(order).header("ETag"))
                .send();

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void anOrderThatTheSmdpRefusesSaysWhy() {
        partners().tell("smdp", "\"function\": \"confirmOrder\", \"refusal\": \"Closed on Sundays\"");

        Answer failed = awaitStatus(place("NEW_ESIM", ""), "FAILED");

        assertThat(failed.text("error")).contains("Closed on Sundays");
        assertThat(failed.json().has("output")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/qr-code", "/history"})
    void anOrderOfAnotherTenantIsAnsweredLikeAnUnknownOne(String resource) {
        String order = newEsim();

        assertOrderNotFound(as("reseller-globex").get(order + resource));
        assertOrderNotFound(read(UNKNOWN + resource));
        assertOrderNotFound(read(ORDERS + "/unknown" + resource));
        assertThat(as("account-manager").get(order + resource).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    */*                                | image/png
                    image/*                            | image/png
                    image/png                          | image/png
                    image/svg+xml                      | image/svg+xml
                    image/png;q=0.5, image/svg+xml     | image/svg+xml
                    image/*;q=0.9, image/svg+xml;q=0.1 | image/png
                    */*;q=0.1, image/svg+xml           | image/svg+xml
                    image/png;q=0, */*                 | image/svg+xml""")
    void theQrCodeComesInTheFormThatIsPreferred(String accept, String type) {
        Answer answer = image(newEsimOnce(), accept);

        answer.expect(200);
        assertThat(answer.header("Content-Type")).isEqualTo(type);
        assertThat(answer.header("Vary").toLowerCase(Locale.ROOT).split(", ?")).contains("accept");
        assertThat(answer.body())
                .startsWith(type.equals("image/png") ? PNG : "<svg ".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/json", "image/png;q=0", "nonsense"})
    void theQrCodeComesInNoOtherForm(String accept) {
        assertBody(image(newEsimOnce(), accept), 406, """
                {"type": "NOT_ACCEPTABLE", "messages": ["The answer comes in no form that Accept allows."]}""");
    }

    /** One for all forms. */
    private String newEsimOnce() {
        String order = completed;
        if (order == null) {
            order = newEsim();
            completed = order;
        }
        return order;
    }

    @Test
    void thereIsNoQrCodeBeforeTheEnd() {
        partners().tell("smdp", "\"down\": true");
        assertNoActivationCode(image(place("NEW_ESIM", ""), "image/png"));
    }

    @Test
    void thereIsNoQrCodeOfATopUp() {
        String iccid = read(newEsim()).json().at("/output/iccid").asString();

        String topUp = place("TOPUP", ", \"esim\": {\"iccid\": \"" + iccid + "\"}");

        awaitStatus(topUp, "COMPLETED");
        assertNoActivationCode(image(topUp, "*/*"));
    }

    private static void assertNoActivationCode(Answer answer) {
        answer.expect(409);
        assertThat(answer.text("type")).isEqualTo("ACTIVATION_CODE_NOT_AVAILABLE");
    }

    @Test
    void theHistoryComesInPages() {
        String order = newEsim();

        assertThat(changes(read(order + "/history")))
                .containsExactly(
                        "new-esim-ordered",
                        "fulfilment-started",
                        "item-allocated",
                        "item-fulfilled",
                        "esim-order-completed");
        assertThat(changes(read(order + "/history?page-size=2&page-number=2&sort-order=desc")))
                .containsExactly("item-allocated", "fulfilment-started");
        assertThat(changes(read(order + "/history?page-number=2"))).isEmpty();
        Answer outOfRange = read(order + "/history?page-size=201");
        assertThat(outOfRange.status()).isEqualTo(400);
        assertThat(outOfRange.text("type")).isEqualTo("INVALID_REQUEST_PARAMS");
    }

    private static List<String> changes(Answer page) {
        Stream<String> changes =
                page.items().stream().map(version -> version.get("change").asString());
        return changes.toList();
    }
}
