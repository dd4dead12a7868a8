package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.http.Answer;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Orders eSIMs as a reseller does. */
record EsimOrders(Client client) {

    private static final String ORDERS = "/esim/v1/order";

    /** Covers the time after which a task is taken up whose process has died. */
    private static final Duration UNTIL_DONE = Duration.ofSeconds(60);

    /** Places an order for John, and returns its id. */
    String place(String operation, String more) {
        return placeFor("john@doe.com", operation, more);
    }

    /**
     * Places an order, and returns its id.
     *
     * @param more what the input holds beside what all orders have, from a comma on
     */
    String placeFor(String email, String operation, String more) {
        Answer placed =
                client.post(ORDERS, """
                {"input": {"operationType": "%s", "countryCode": "PT",
                  "customer": {"email": "%s", "countryOfResidence": "US"},
                  "device": {"id": "123456789", "model": "iPhone", "type": "ios"}%s}}
                """.formatted(operation, email, more)).expect(201);
        assertThat(placed.text("status")).isEqualTo("ACCEPTED");
        assertThat(placed.text("externalId")).isEqualTo(placed.text("id"));
        return placed.text("externalId");
    }

    Answer get(String orderId) {
        return client.get(ORDERS + "/" + orderId);
    }

    /** The output of an order, once it is completed. */
    JsonNode awaitOutput(String orderId) {
        await("end of " + orderId)
                .atMost(UNTIL_DONE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() ->
                        assertThat(get(orderId).expect(200).text("status")).isEqualTo("COMPLETED"));
        return get(orderId).json().required("output");
    }

    byte[] qrCode(String orderId, String type) {
        return client.getImage(ORDERS + "/" + orderId + "/qr-code", type);
    }

    List<String> changes(String orderId) {
        return client.get(ORDERS + "/" + orderId + "/history").expect(200).items().stream()
                .map(version -> version.required("change").asString())
                .toList();
    }
}
